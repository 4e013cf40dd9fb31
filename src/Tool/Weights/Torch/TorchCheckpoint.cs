using Fusion.Tool.Shell;
using Fusion.Tool.Weights.Pickle;

namespace Fusion.Tool.Weights.Torch;

/// <summary>
/// What torch.save writes since PyTorch 1.6: a ZIP archive with a pickle, <c>data.pkl</c>, that describes tensors, and a file for the
/// numbers of each storage, <c>data/0</c>.
/// </summary>
internal static class TorchCheckpoint
{
    private const string PickleName = "data.pkl";

    /// <summary>A thousand tensors take about 200,000 bytes.</summary>
    private const int LongestPickle = 16 << 20;

    /// <summary>The name of the pickle in an archive; null for another kind of archive.</summary>
    public static string? Find(ZipContents archive) =>
        archive.Names.FirstOrDefault(name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal));

    /// <param name="archive">The checkpoint.</param>
    /// <param name="pickle">What <see cref="Find"/> has found in it.</param>
    /// <param name="key">The entry with the state dict, where there are several; null for the only one.</param>
    /// <exception cref="ToolException">It is damaged, or holds something else than tensors and containers.</exception>
    public static WeightFile Open(ZipContents archive, string pickle, string? key)
    {
        string folder = pickle[..^PickleName.Length];
        if (archive.Length(folder + "constants.pkl") is not null)
            throw new ToolException($"{archive.Path} is a TorchScript module, with its code: save its weights alone in Python, with "
                + "torch.save(torch.jit.load(\"module.pt\").state_dict(), \"weights.pth\").");
        if (archive.Length(folder + "byteorder") is not null && archive.Read(folder + "byteorder", 16).AsSpan().StartsWith("big"u8))
            throw new ToolException($"{archive.Path} was written on a machine with the other byte order, which is not read.");
        object? root;
        try
        {
            root = new Unpickler(archive.Read(pickle, LongestPickle), new TorchWorld()).Read();
        }
        catch (PickleException exception)
        {
            throw new ToolException($"{archive.Path}: its pickle is refused: {exception.Message}. A file with the state dict alone, "
                + "torch.save(model.state_dict(), \"weights.pth\") in Python, is always read.", exception);
        }
        FoundStateDict found = StateDictSearch.Find(root, key, archive.Path);
        var storages = new TorchStorages(archive, folder);
        return new WeightFile("a checkpoint of PyTorch", storages.Tensors(found.Tensors), archive) { Notes = found.Notes };
    }
}
