using Fusion.Tool.Shell;
using Fusion.Tool.Weights.Numpy;
using Fusion.Tool.Weights.Safetensors;
using Fusion.Tool.Weights.Torch;

namespace Fusion.Tool.Weights;

/// <summary>A file with named tensors, in one of the formats that this tool reads. Nothing in it is believed before it is
/// checked.</summary>
internal sealed class WeightFile(string format, IReadOnlyList<StoredTensor> tensors, IDisposable owner) : IDisposable
{
    /// <summary>The format, for people: <c>a checkpoint of PyTorch</c>.</summary>
    public string Format { get; } = format;

    /// <summary>The tensors, in the order of the file.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; } = tensors;

    /// <summary>Free text that the file carries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What the user should know of how it was read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Opens a file of any of the formats.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Where a checkpoint holds several state dicts, the name of the one that is meant; null for the only one.</param>
    /// <exception cref="ToolException">It is of none of the formats, or damaged.</exception>
    public static WeightFile Open(string path, string? key = null)
    {
        FileStream file = InputFile.Open(path, "a file with weights");
        try
        {
            byte[] start = InputFile.Start(file);
            return start.AsSpan().StartsWith("PK\u0003\u0004"u8) ? OpenArchive(file, path, key)
                : NumpyFile.Is(start) ? NumpyFile.Open(file, path)
                : SafetensorsFile.IsLikely(start, file.Length) ? SafetensorsFile.Open(file, path)
                : throw new ToolException($"{path} holds no weights that can be read. {InputFile.Describe(start)}");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => owner.Dispose();

    private static WeightFile OpenArchive(FileStream file, string path, string? key)
    {
        var archive = new ZipContents(file, path);
        return TorchCheckpoint.Find(archive) is { } pickle ? TorchCheckpoint.Open(archive, pickle, key)
            : NumpyArchive.Is(archive) ? NumpyArchive.Open(archive)
            : throw new ToolException(
                $"{path} is a ZIP archive with neither a checkpoint of PyTorch (data.pkl) nor arrays of NumPy (.npy) in it.");
    }
}
