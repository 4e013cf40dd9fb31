using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights.Numpy;

/// <summary>What numpy.save writes: one array, which has the name of its file.</summary>
internal static class NumpyFile
{
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8]);

    /// <exception cref="ToolException">It is damaged, or holds something else than numbers.</exception>
    public static WeightFile Open(FileStream file, string path)
    {
        byte[] start = new byte[(int)Math.Min(NpyHeader.Longest, file.Length)];
        file.ReadExactly(start);
        NpyHeader header = NpyHeader.Parse(start, path);
        long bytes = header.Elements * TensorTypes.Width(header.DataType);
        if (header.Length + bytes != file.Length)
            throw new ToolException($"{path} has {file.Length} bytes, but its head describes {header.Length + bytes}: it is damaged.");
        if (bytes > Array.MaxLength) throw new ToolException($"{path} has an array of {bytes} bytes, more than is read.");
        return new WeightFile("a NumPy array",
            [new StoredTensor(Path.GetFileNameWithoutExtension(path), header.DataType, header.Dimensions, Read)], file);

        byte[] Read()
        {
            byte[] values = new byte[bytes];
            file.Position = header.Length;
            file.ReadExactly(values);
            return NumpyArchive.InOrder(values, header);
        }
    }
}
