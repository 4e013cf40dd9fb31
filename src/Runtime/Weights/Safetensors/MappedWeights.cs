using System.IO.MemoryMappedFiles;
using Fusion.Runtime;

namespace Fusion;

/// <summary>
/// The weights of a <c>.safetensors</c> file where they lie, in the file's pages: nothing is copied, and nothing is left of them once they are
/// packed. Arrays would stay until a garbage collection, for which a program that only runs networks gives no reason.
/// </summary>
internal sealed unsafe class MappedWeights : IDisposable
{
    /// <summary>Values between two looks at the cancellation token.</summary>
    private const int Block = 1 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly List<NativeBuffer> _converted = [];
    private byte* _bytes;

    private MappedWeights(FileStream file)
    {
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, file.Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
        _bytes += _view.PointerOffset;
    }

    /// <summary>Opens a file. Like <see cref="StateDict.Load(string, CancellationToken)"/>, but to be closed with <see cref="StateDict.Release"/>.</summary>
    public static StateDict Open(string path, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        // A pipe, for example.
        if (!file.CanSeek || file.Length == 0) return SafetensorsReader.Read(path, cancellation);
        var mapped = new MappedWeights(file);
        try
        {
            return mapped.Read(file.Length, cancellation);
        }
        catch (Exception exception)
        {
            mapped.Dispose();
            if (exception is WeightsException) throw new WeightsException($"{Path.GetFileName(path)}: {exception.Message}", exception);
            throw;
        }
    }

    public bool IsDisposed => _bytes == null;

    public void Dispose()
    {
        if (_bytes == null) return;
        _bytes = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        _converted.ForEach(buffer => buffer.Dispose());
    }

    private StateDict Read(long length, CancellationToken cancellation)
    {
        using var stream = new UnmanagedMemoryStream(_bytes, length);
        SafetensorsHeader header = SafetensorsReader.ReadHeader(stream, length, cancellation);
        byte* data = _bytes + stream.Position;
        var weights = new StateDict { Owner = this };
        weights.AddMetadata(header.Metadata);
        foreach (TensorEntry tensor in header.Tensors)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!DataTypes.IsReadable(tensor.DataType)) weights.Add(new WeightTensor(tensor.Name, tensor.DataType, tensor.Dimensions, null));
            else weights.Add(new WeightTensor(tensor.Name, tensor.DataType, tensor.Dimensions, this, Floats(tensor, data + tensor.Begin, cancellation), (int)tensor.Elements));
        }
        return weights;
    }

    private float* Floats(TensorEntry tensor, byte* source, CancellationToken cancellation)
    {
        int count = (int)tensor.Elements;
        if (tensor.DataType == DataTypes.Float && BitConverter.IsLittleEndian && (nuint)source % sizeof(float) == 0)
            return (float*)source;
        var buffer = new NativeBuffer((long)count * sizeof(float));
        _converted.Add(buffer);
        int size = DataTypes.Bits(tensor.DataType)!.Value / 8;
        for (int start = 0; start < count; start += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            int values = Math.Min(Block, count - start);
            DataTypes.Convert(tensor.DataType, new ReadOnlySpan<byte>(source + (long)start * size, values * size), new Span<float>((float*)buffer.Pointer + start, values));
        }
        return (float*)buffer.Pointer;
    }
}
