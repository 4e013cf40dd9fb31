namespace Fusion.Samples.Distill.Pictures;

/// <summary>Fashion-MNIST as its authors and Debian have it: four files in a folder.</summary>
internal static class FashionMnist
{
    /// <summary>Where Debian's package puts it.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>How to get it, as a sentence.</summary>
    public const string HowToGet =
        "On Debian and Ubuntu, 'apt install dataset-fashion-mnist' installs it; elsewhere, take the four files "
        + "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz from "
        + "https://github.com/zalandoresearch/fashion-mnist and name their folder with --data.";

    /// <summary>Whether there is at least one of the files.</summary>
    public static bool IsIn(string folder) => Files(folder, "train").Concat(Files(folder, "t10k")).Any(File.Exists);

    /// <summary>Reads it.</summary>
    /// <param name="pictures">How many pictures to learn from, at most: the first.</param>
    /// <param name="tested">How many pictures to test with, at most: the first.</param>
    /// <exception cref="UserException">A file is missing or damaged.</exception>
    public static Clothes Read(string folder, int pictures, int tested)
    {
        (byte[] train, int[] trainLabels) = Part(folder, "train");
        (byte[] test, int[] testLabels) = Part(folder, "t10k");
        return new Clothes("Fashion-MNIST", First(train, trainLabels, pictures), First(test, testLabels, tested));
    }

    private static Fusion.Training.SampleSource First(byte[] pixels, int[] labels, int count)
    {
        count = Math.Min(count, labels.Length);
        return Clothes.Samples(pixels.AsMemory(0, count * Clothes.Edge * Clothes.Edge), labels.AsMemory(0, count));
    }

    private static string[] Files(string folder, string part) =>
        [Path.Combine(folder, part + "-images-idx3-ubyte.gz"), Path.Combine(folder, part + "-labels-idx1-ubyte.gz")];

    private static (byte[] Pixels, int[] Labels) Part(string folder, string part)
    {
        string[] files = Files(folder, part);
        (int count, byte[] pixels) = IdxFile.Read(files[0], Clothes.Edge, Clothes.Edge);
        (int labelCount, byte[] labels) = IdxFile.Read(files[1]);
        if (count != labelCount) throw new UserException($"{files[0]} has {count} pictures, but {files[1]} has {labelCount} labels.");
        int wrong = Array.FindIndex(labels, label => label >= Clothes.ClassCount);
        if (wrong >= 0)
            throw new UserException(
                $"{files[1]} is damaged: label {wrong} is {labels[wrong]}; 0 to {Clothes.ClassCount - 1} was expected.");
        return (pixels, Array.ConvertAll(labels, label => (int)label));
    }
}
