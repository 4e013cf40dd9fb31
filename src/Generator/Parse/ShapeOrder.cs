namespace Fusion.Generator.Parse;

/// <summary>
/// Shapes that look as if their sizes were in PyTorch's order. Channels are few where they come first, 1, 3 or 4 as of pictures and sound,
/// and positions many:
/// the other way round, a picture would be three rows high and have hundreds of channels.
/// </summary>
internal static class ShapeOrder
{
    private const int ManyPixels = 16;
    private const int ManySamples = 4096;

    /// <summary>How the shape is read, and how it may be meant; null where nothing is suspicious.</summary>
    public static (string Read, string Meant, int[] Sizes)? Suspicion(int[] shape)
    {
        if (shape.Length == 0) return null;
        int first = shape[0], last = shape[shape.Length - 1];
        switch (shape.Length)
        {
            case 2 when first <= 2 && last >= ManySamples:
                return ($"length {first} and {last} channels", "channels, length", [last, first]);
            case 3 when AreMany(shape[1], last) && (first is 3 or 4 || (first == 1 && shape[1] == last)):
                return ($"height {first}, width {shape[1]} and {last} channels", "channels, height, width", [shape[1], last, first]);
            case 4 when first == 1 && AreChannels(shape[1]) && AreMany(shape[2], last):
                return (Film(shape), "batch, channels, height, width", [shape[2], last, shape[1]]);
            case 4 when first == 1 && AreChannels(last) && AreMany(shape[1], shape[2]):
                return (Film(shape), "batch, height, width, channels", [shape[1], shape[2], last]);
            case 4 when AreChannels(first) && AreMany(shape[2], last) && shape[2] == last:
                return (Film(shape), "channels, frames, height, width", [shape[1], shape[2], last, first]);
            default:
                return null;
        }
    }

    private static bool AreChannels(int size) => size is 1 or 3 or 4;

    private static bool AreMany(int height, int width) => height >= ManyPixels && width >= ManyPixels;

    private static string Film(int[] shape) =>
        $"{(shape[0] == 1 ? "one frame" : shape[0] + " frames")} of height {shape[1]}, width {shape[2]} and {shape[3]} channels";
}
