using System.Globalization;

namespace Fusion.Samples.Distill.Runs;

/// <summary>The epochs of a training in a text file, so that they are still known when it goes on another time.</summary>
internal static class History
{
    private const string Header = "epoch,loss,learnt,tested,cross-entropy,seconds,processor-seconds";

    /// <summary>Writes beside the file and moves then, so that there is never half a file.</summary>
    public static void Write(string path, IEnumerable<Epoch> epochs)
    {
        string temporary = path + ".tmp";
        File.WriteAllLines(temporary, epochs.Select(Line).Prepend(Header));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads the first epochs.</summary>
    /// <exception cref="UserException">They are not there, or the file is damaged.</exception>
    public static List<Epoch> Read(string path, int count)
    {
        if (count == 0) return [];
        using var reader = new StreamReader(UserFile.Open(path, "the history of a training"));
        List<Epoch> epochs = [];
        if (reader.ReadLine() != Header) throw Damaged(path);
        while (epochs.Count < count && reader.ReadLine() is { } line)
        {
            double[] values = [.. line.Split(',').Select(text =>
                double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : throw Damaged(path))];
            if (values.Length != 7 || values[0] != epochs.Count + 1) throw Damaged(path);
            epochs.Add(new Epoch(epochs.Count + 1, values[1], values[2], values[3], values[4], values[5], values[6]));
        }
        return epochs.Count == count ? epochs : throw Damaged(path);
    }

    private static string Line(Epoch epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch.Number},{epoch.Loss:R},{epoch.Learnt:R},{epoch.Tested:R},{epoch.CrossEntropy:R},{epoch.Seconds:0.###},"
        + $"{epoch.ProcessorSeconds:0.###}");

    private static UserException Damaged(string path) =>
        new($"{path} does not have the epochs that the checkpoint beside it has made; the run cannot go on. Begin another one.");
}
