using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights.Torch;

/// <summary>The numbers of a checkpoint. Of the storages, which several tensors may share, the last that was read is kept.</summary>
internal sealed class TorchStorages(ZipContents archive, string folder)
{
    private (string Name, byte[] Bytes) _last = ("", []);

    /// <summary>The tensors with their values to be read, after all of them have been held against the files.</summary>
    public IReadOnlyList<StoredTensor> Tensors(IReadOnlyList<KeyValuePair<string, TorchTensor>> found)
    {
        List<StoredTensor> tensors = [];
        long total = 0;
        foreach ((string name, TorchTensor tensor) in found)
        {
            Check(tensor.Storage);
            var stored = new StoredTensor(name, tensor.DataType, tensor.Dimensions, () => tensor.Gather(Read(tensor.Storage)));
            // A view can repeat a value as often as it likes.
            total += stored.Bytes;
            if (total > archive.MostBytes)
                throw new ToolException(
                    $"{archive.Path}: its tensors have more than {archive.MostBytes} bytes, which is not believable for "
                    + "a file of its length.");
            tensors.Add(stored);
        }
        return tensors;
    }

    private void Check(TorchStorage storage)
    {
        string name = File(storage);
        long needed = storage.Count * (storage.DataType is null ? 1 : TensorTypes.Width(storage.DataType));
        if (archive.Length(name) is not { } length) throw archive.Damaged($"it lacks {name}");
        if (length < needed) throw archive.Damaged($"{name} has {length} bytes; {needed} were expected");
    }

    private byte[] Read(TorchStorage storage)
    {
        string name = File(storage);
        if (_last.Name != name) _last = (name, archive.Read(name, long.MaxValue));
        return _last.Bytes;
    }

    private string File(TorchStorage storage) => $"{folder}data/{storage.Key}";
}
