using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights.Numpy;

/// <summary>What numpy.savez and savez_compressed write: a ZIP archive of arrays.</summary>
internal static class NumpyArchive
{
    private const string Extension = ".npy";

    public static bool Is(ZipContents archive) => archive.Names.Any(name => name.EndsWith(Extension, StringComparison.Ordinal));

    /// <exception cref="ToolException">It is damaged, or an array holds something else than numbers.</exception>
    public static WeightFile Open(ZipContents archive)
    {
        List<StoredTensor> tensors = [];
        List<string> others = [];
        foreach (string file in archive.Names)
        {
            if (!file.EndsWith(Extension, StringComparison.Ordinal))
            {
                others.Add(file);
                continue;
            }
            NpyHeader header = NpyHeader.Parse(archive.ReadStart(file, NpyHeader.Longest), $"{archive.Path}: {file}");
            long bytes = header.Elements * TensorTypes.Width(header.DataType);
            if (header.Length + bytes != archive.Length(file))
                throw archive.Damaged(
                    $"{file} has {archive.Length(file)} bytes; its head describes {header.Length + bytes}");
            tensors.Add(new StoredTensor(file[..^Extension.Length], header.DataType, header.Dimensions, () =>
                InOrder(archive.Read(file, long.MaxValue)[header.Length..], header)));
        }
        return new WeightFile("an archive of NumPy arrays", tensors, archive)
        {
            Notes = others.Count == 0 ? [] : [$"left out what is no array: {string.Join(", ", others.Take(8))}."],
        };
    }

    /// <summary>The values row by row and little-endian, from those that a file has.</summary>
    public static byte[] InOrder(byte[] values, NpyHeader header)
    {
        int width = TensorTypes.Width(header.DataType);
        if (header.IsBigEndian) TensorTypes.SwapBytes(values, width);
        return header.IsFortran ? RowByRow(values, header.Dimensions, width) : values;
    }

    /// <summary>The values with the last index running fastest, from those where the first does.</summary>
    private static byte[] RowByRow(byte[] values, int[] dimensions, int width)
    {
        byte[] turned = new byte[values.Length];
        int[] index = new int[dimensions.Length];
        for (int target = 0; target < turned.Length; target += width)
        {
            long source = 0, stride = 1;
            for (int d = 0; d < dimensions.Length; d++)
            {
                source += index[d] * stride;
                stride *= dimensions[d];
            }
            values.AsSpan((int)source * width, width).CopyTo(turned.AsSpan(target));
            for (int d = dimensions.Length - 1; d >= 0 && ++index[d] == dimensions[d]; d--) index[d] = 0;
        }
        return turned;
    }
}
