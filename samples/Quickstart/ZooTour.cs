using Fusion.Zoo;
using SkiaSharp;

namespace Fusion.Samples;

/// <summary>A network of the zoo, and what was made of it.</summary>
internal static class ZooTour
{
    public static int Run(CommandLine line, string name)
    {
        ZooNetwork zoo = ZooNetwork.Find(name)
            ?? throw new UserException(
                $"There is no network '{name}' in the zoo; there are {string.Join(", ", ZooNetwork.All.Select(network => network.Name))}.");
        NetworkVariant variant = zoo.Info.Variants[0];
        (int height, int width, int channels) = variant.Inputs[0].Dimensions is [var h, var w, var c]
            ? (h, w, c)
            : throw new UserException($"{name} does not look at pictures.");

        // What can be wrong with the files is found before the work.
        IReadOnlyList<string> classes = Arguments.Classes(line, zoo, variant);
        byte[] image = Image(line.Text("--image"), width, height, channels);
        StateDict weights = Progress.Of(
            "reading the weights",
            () => line.Text("--weights") is { } path ? Arguments.Weights(path) : NetworkWeights.Initialize(zoo.Info, seed: 1));
        var tour = new NetworkTour(zoo, weights, Arguments.Network(line));
        bool hasWeights = line.Has("--weights");
        return tour.Show(image, hasWeights ? "" : "  (random: no weights were given)", !line.Has("--no-check"), outputs =>
        {
            for (int i = 0; i < outputs.Length; i++)
                Console.WriteLine($"\n{variant.Outputs[i].Name}, the largest: {ClassNames.Largest(outputs[i], 5, classes)}");
        });
    }

    private static byte[] Image(string? path, int width, int height, int channels)
    {
        if (path is null) return TestImage.Make(width, height, channels);
        if (channels != 3) throw new UserException($"--image: the network looks at {channels} channels; pictures have 3.");
        using SKBitmap picture = Picture.Load(path);
        return Picture.Crop(picture, width, height);
    }
}
