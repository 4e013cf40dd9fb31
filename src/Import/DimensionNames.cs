namespace Fusion.Import;

/// <summary>What names of dimensions say, which those who write models have chosen: N, batch_size, height, sequence_length.</summary>
internal static class DimensionNames
{
    private static readonly string[] s_lengths = ["seq", "time", "length", "len", "frame", "token", "step"];

    /// <summary>Whether it is how long a sequence is.</summary>
    public static bool IsLength(string name) => name is "T" or "L" || Parts(name).Any(part => s_lengths.Any(part.StartsWith));

    /// <summary>A size that shows how one is written, and is right for many models.</summary>
    /// <param name="rank">How many dimensions the input has.</param>
    /// <param name="isFirstOpen">Whether the first of them is open.</param>
    public static int Example(string name, int dimension, int rank, bool isFirstOpen)
    {
        if (IsLength(name)) return 100;
        string[] parts = [.. Parts(name)];
        if (Has("batch", "n", "b", "bs")) return 1;
        if (Has("channel", "channels", "c")) return 3;
        if (Has("height", "width", "h", "w")) return 224;
        if (Has("samples", "audio", "wave", "waveform")) return 16000;
        // [layers, batch, size] is the state of recurrent layers.
        return dimension == 0 || (dimension == 1 && rank == 3 && !isFirstOpen) ? 1
            : rank < 4 ? 100
            : dimension == 1 ? 3
            : 224;

        bool Has(params string[] words) => parts.Any(words.Contains);
    }

    private static IEnumerable<string> Parts(string name) =>
        name.ToLowerInvariant().Split([' ', '_', '-', '.', '/', ':'], StringSplitOptions.RemoveEmptyEntries);
}
