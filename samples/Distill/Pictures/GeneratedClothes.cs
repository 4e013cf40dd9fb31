namespace Fusion.Samples.Distill.Pictures;

/// <summary>
/// Something to learn from where there are no pictures: in each class, blobs of light at places of its own, which move, shine more or
/// less, and stand in noise. It shows that everything works, and nothing about clothes.
/// </summary>
internal static class GeneratedClothes
{
    private const int Blobs = 4;

    public static Clothes Make(int pictures, int tested) => new("generated pictures", Part(pictures, seed: 1), Part(tested, seed: 2));

    private static Fusion.Training.SampleSource Part(int count, int seed)
    {
        (double Y, double X)[][] places = Places();
        var random = new Random(seed);
        byte[] pixels = new byte[count * Clothes.Edge * Clothes.Edge];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(Clothes.ClassCount);
            Draw(places[labels[i]], random, pixels.AsSpan(i * Clothes.Edge * Clothes.Edge, Clothes.Edge * Clothes.Edge));
        }
        return Clothes.Samples(pixels, labels);
    }

    private static (double Y, double X)[][] Places()
    {
        var random = new Random(0);
        double Coordinate() => 6 + 16 * random.NextDouble();
        return [.. Enumerable.Range(0, Clothes.ClassCount)
            .Select(_ => Enumerable.Range(0, Blobs).Select(_ => (Coordinate(), Coordinate())).ToArray())];
    }

    private static void Draw((double Y, double X)[] blobs, Random random, Span<byte> pixels)
    {
        var moved = Array.ConvertAll(blobs, blob => (Y: blob.Y + 4 * random.NextDouble() - 2, X: blob.X + 4 * random.NextDouble() - 2));
        double light = 100 + 120 * random.NextDouble();
        for (int y = 0; y < Clothes.Edge; y++)
            for (int x = 0; x < Clothes.Edge; x++)
            {
                double value = 60 * random.NextDouble();
                foreach (var blob in moved)
                    value += light * Math.Exp(-((y - blob.Y) * (y - blob.Y) + (x - blob.X) * (x - blob.X)) / 8);
                pixels[y * Clothes.Edge + x] = (byte)Math.Min(255, value);
            }
    }
}
