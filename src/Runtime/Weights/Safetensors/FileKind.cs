using System.Text;

namespace Fusion;

/// <summary>What a file that is no <c>.safetensors</c> looks like, from its first bytes, and what to do about it.</summary>
internal static class FileKind
{
    /// <summary>Bytes that are enough to tell: the mark of a tar archive is the last, at 257.</summary>
    public const int Bytes = 512;

    private const string Download = "download the file itself";
    private const string Unpack = "unpack it first";

    private const string FromPyTorch =
        "write its state_dict in Python with safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")";

    private const string FromOthers =
        "take the weights out in Python and write them with safetensors.numpy.save_file, under the names of the network's parameters";

    /// <exception cref="WeightsException">A folder has that name.</exception>
    public static void CheckIsFile(string path)
    {
        if (Directory.Exists(path))
            throw new WeightsException($"{path}: a folder was found; the .safetensors file itself was expected.");
    }

    /// <summary>Marks at fixed places. Where one begins like another, the longer comes first.</summary>
    private static readonly (int Offset, byte[] Mark, string What, string Advice)[] s_marks =
    [
        (0, "PK\u0003\u0004"u8.ToArray(), "a ZIP archive", Unpack),
        (0, "GGUF"u8.ToArray(), "a GGUF model of llama.cpp", FromOthers),
        (0, [0x89, .. "HDF\r\n\u001A\n"u8], "an HDF5 file, as Keras writes it", FromOthers),
        (0, [0x93, .. "NUMPY"u8], "an array of NumPy", FromOthers),
        (4, "TFL3"u8.ToArray(), "a TensorFlow Lite model", FromOthers),
        (0, [0x1F, 0x8B], "compressed with gzip", Unpack),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "compressed with Zstandard", Unpack),
        (0, [0xFD, .. "7zXZ"u8], "compressed with xz", Unpack),
        (0, "BZh"u8.ToArray(), "compressed with bzip2", Unpack),
        (0, [.. "7z"u8, 0xBC, 0xAF], "a 7-Zip archive", Unpack),
        (257, "ustar"u8.ToArray(), "a tar archive", Unpack),
        (0, [0x89, .. "PNG"u8], "a picture", "give the file with the weights"),
        (0, [0xFF, 0xD8, 0xFF], "a picture", "give the file with the weights"),
    ];

    /// <summary>How texts begin that stand where a file should be. In lower case.</summary>
    private static readonly (string Start, string What, string Advice)[] s_texts =
    [
        ("version https://git-lfs", "a pointer of Git LFS, which stands in for the file", "fetch the file with git lfs pull"),
        ("/annex/objects/", "a pointer of git-annex, which stands in for the file", "fetch the file with git annex get"),
        ("<!doctype html", "a web page", Download),
        ("<html", "a web page", Download),
        ("<", "XML", Download),
    ];

    /// <summary>A sentence for a message: <c>It looks like …: do ….</c>; null for bytes that look like nothing known.</summary>
    /// <param name="start">The first bytes of the file, up to <see cref="Bytes"/>.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.Length == 0) return "It is empty: perhaps a download has failed.";
        if (start.StartsWith("PK\u0003\u0004"u8) && InZip(start) is { } zipped) return zipped;
        if (IsPickle(start)) return Sentence("a pickle, as torch.save wrote it before PyTorch 1.6", FromPyTorch);
        if (IsTensorFlow(start)) return Sentence("a SavedModel of TensorFlow", FromOthers);
        if (IsOnnx(start))
            return Sentence("an ONNX model",
                "fusion import, of the tool Fusion.Tool, makes a declaration and a file of weights of it");
        foreach (var (offset, mark, what, advice) in s_marks)
            if (start.Length >= offset && start[offset..].StartsWith(mark)) return Sentence(what, advice);
        return start.ContainsAnyExcept((byte)0) ? Text(start) : "It begins with zeros: perhaps a download has not finished.";
    }

    private static string Sentence(string what, string advice) => $"It looks like {what}: {advice}.";

    /// <summary>The kinds of archive that are told apart by the name of their first file.</summary>
    private static string? InZip(ReadOnlySpan<byte> start)
    {
        const int NameLength = 26, Name = 30;
        if (start.Length < Name) return null;
        ReadOnlySpan<byte> name = start[Name..][..Math.Min(start[NameLength], start.Length - Name)];
        if (name.IndexOf("/data.pkl"u8) > 0 || name.IndexOf("/.format_version"u8) > 0 || name.IndexOf("/code/"u8) > 0)
            return Sentence("a checkpoint of PyTorch (torch.save)", FromPyTorch);
        if (name.EndsWith(".npy"u8)) return Sentence("an archive of NumPy arrays", FromOthers);
        return name.SequenceEqual("metadata.json"u8) || name.SequenceEqual("config.json"u8)
            ? Sentence("a model of Keras", FromOthers)
            : null;
    }

    /// <summary>The opcode PROTO, a protocol that there is, and an opcode that objects begin with.</summary>
    private static bool IsPickle(ReadOnlySpan<byte> start) =>
        start.Length > 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5
            && start[2] is 0x8A or (byte)'}' or (byte)']' or (byte)'c' or 0x95 or (byte)'(';

    /// <summary>Protocol buffers: the version of the format as the first field, then the producer, the graph, or another field of a
    /// model.</summary>
    private static bool IsOnnx(ReadOnlySpan<byte> start) =>
        start.Length > 2 && start[0] == 0x08 && start[1] is > 0 and < 32
            && start[2] is 0x12 or 0x1A or 0x22 or 0x28 or 0x32 or 0x3A or 0x42;

    private static bool IsTensorFlow(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x08, 0x01, 0x12]);

    private static string? Text(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) start = start[3..];
        foreach (byte letter in start)
            if (letter < ' ' && letter is not ((byte)'\n' or (byte)'\r' or (byte)'\t')) return null;
        string text = Encoding.UTF8.GetString(start).Trim();
        foreach (var (beginning, what, advice) in s_texts)
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return Sentence(what, advice);
        if (text.Contains("\"weight_map\"", StringComparison.Ordinal))
            return Sentence("the index of weights in several files", "give one of the files that it names");
        if (text.StartsWith('{') || text.StartsWith('[')) return Sentence("JSON", "give the file with the weights");
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        if (end >= 0) text = text[..end];
        return $"It is text, which begins with '{(text.Length > 40 ? text[..40] + "…" : text)}'.";
    }
}
