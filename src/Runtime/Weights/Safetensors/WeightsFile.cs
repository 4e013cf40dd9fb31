using Fusion.Runtime;

namespace Fusion;

/// <summary>Opens a <c>.safetensors</c> file for a network, which needs its values only until they are packed.</summary>
internal static unsafe class WeightsFile
{
    /// <summary>Floats that are read or converted between two looks at the cancellation token.</summary>
    private const int Block = SafetensorsReader.BlockBytes / sizeof(float);

    /// <summary>Opens a file. Like <see cref="StateDict.Load(string, CancellationToken)"/>, but to be closed with
    /// <see cref="StateDict.Release"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="map">Whether values are left where they lie in the file: see <see cref="NetworkOptions.MapWeights"/>.</param>
    /// <param name="cancellation">Checked between blocks.</param>
    public static StateDict Open(string path, bool map, CancellationToken cancellation)
    {
        FileKind.CheckIsFile(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var memory = new WeightMemory();
        try
        {
            // A pipe, for example, has no length.
            if (!file.CanSeek || file.Length == 0) return SafetensorsReader.Read(file, cancellation);
            return map ? Map(new MappedFile(file), memory, cancellation) : Read(file, memory, cancellation);
        }
        catch (Exception exception)
        {
            memory.Dispose();
            if (exception is WeightsException) throw new WeightsException($"{Path.GetFileName(path)}: {exception.Message}", exception);
            throw;
        }
    }

    /// <summary>Every tensor from its place in the file to its place in memory, once.</summary>
    private static StateDict Read(FileStream file, WeightMemory memory, CancellationToken cancellation)
    {
        SafetensorsHeader header = SafetensorsReader.ReadHeader(file, file.Length, cancellation);
        var weights = Empty(header, memory);
        float* values = Allocate(header, memory);
        byte[] buffer = [];
        foreach (TensorEntry tensor in header.Tensors)
        {
            if (buffer.Length == 0 && tensor.DataType != DataTypes.Float) buffer = new byte[SafetensorsReader.BlockBytes];
            if (!DataTypes.IsReadable(tensor.DataType))
            {
                SafetensorsReader.Skip(file, tensor, buffer, cancellation);
                weights.Add(new WeightTensor(tensor.Name, tensor.DataType, tensor.Dimensions, null));
                continue;
            }
            for (int start = 0, count; start < tensor.Elements; start += count)
            {
                count = (int)Math.Min(Block, tensor.Elements - start);
                SafetensorsReader.ReadValues(file, tensor, new Span<float>(values + start, count), buffer, cancellation);
            }
            weights.Add(new WeightTensor(tensor.Name, tensor.DataType, tensor.Dimensions, memory, values, (int)tensor.Elements));
            values += tensor.Elements;
        }
        return weights;
    }

    /// <summary>Nothing is read but the header; only values that are no floats, or do not lie on a multiple of four bytes, are
    /// copied.</summary>
    private static StateDict Map(MappedFile file, WeightMemory memory, CancellationToken cancellation)
    {
        memory.Keep(file);
        using var stream = new UnmanagedMemoryStream(file.Bytes, file.Length);
        SafetensorsHeader header = SafetensorsReader.ReadHeader(stream, file.Length, cancellation);
        byte* data = file.Bytes + stream.Position;
        var weights = Empty(header, memory);
        foreach (TensorEntry tensor in header.Tensors)
        {
            cancellation.ThrowIfCancellationRequested();
            weights.Add(DataTypes.IsReadable(tensor.DataType)
                ? new WeightTensor(
                    tensor.Name, tensor.DataType, tensor.Dimensions, memory, Floats(tensor, data + tensor.Begin, memory, cancellation),
                    (int)tensor.Elements)
                : new WeightTensor(tensor.Name, tensor.DataType, tensor.Dimensions, null));
        }
        return weights;
    }

    private static float* Floats(TensorEntry tensor, byte* source, WeightMemory memory, CancellationToken cancellation)
    {
        if (tensor.DataType == DataTypes.Float && BitConverter.IsLittleEndian && (nuint)source % sizeof(float) == 0) return (float*)source;
        var values = (float*)memory.Keep(new NativeBuffer(tensor.Elements * sizeof(float))).Pointer;
        int size = DataTypes.Bits(tensor.DataType)!.Value / 8;
        for (int start = 0, count; start < tensor.Elements; start += count)
        {
            cancellation.ThrowIfCancellationRequested();
            count = (int)Math.Min(Block, tensor.Elements - start);
            DataTypes.Convert(
                tensor.DataType, new ReadOnlySpan<byte>(source + (long)start * size, count * size), new Span<float>(values + start, count));
        }
        return values;
    }

    private static StateDict Empty(SafetensorsHeader header, WeightMemory memory)
    {
        var weights = new StateDict { Owner = memory };
        weights.AddMetadata(header.Metadata);
        return weights;
    }

    /// <summary>One piece for all values, which goes back to the system as a whole.</summary>
    private static float* Allocate(SafetensorsHeader header, WeightMemory memory)
    {
        long floats = 0;
        foreach (TensorEntry tensor in header.Tensors)
            if (DataTypes.IsReadable(tensor.DataType)) floats += tensor.Elements;
        return (float*)memory.Keep(new NativeBuffer(floats * sizeof(float))).Pointer;
    }
}
