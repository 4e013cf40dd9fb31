using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Tool.Assemblies;
using Fusion.Tool.Measure;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Report.Values;

/// <summary>What a network is run on: random numbers, or the tensors of a file.</summary>
/// <param name="Description">For the page: <c>photo.npy</c>.</param>
/// <param name="Of">The inputs of a size in order, channels last.</param>
internal sealed record SampleInput(string Description, Func<DeclaredSize, IReadOnlyList<float[]>> Of)
{
    /// <summary>The same numbers between −1 and 1 each time.</summary>
    public static SampleInput Random { get; } = new("random numbers between −1 and 1", Seeded);

    /// <summary>The tensors of a file: the only one for the only input, or those that are named as the inputs.</summary>
    /// <exception cref="ToolException">The file can't be read, or has no tensor that fits an input of any size.</exception>
    public static SampleInput Read(string path, DeclaredNetwork network)
    {
        using WeightFile file = WeightFile.Open(path);
        var tensors = file.Tensors.ToDictionary(tensor => tensor.Name, tensor => (tensor.Dimensions, Values: Floats(tensor, path)));
        ToolException? last = null;
        var found = new Dictionary<DeclaredSize, IReadOnlyList<float[]>>(ReferenceEqualityComparer.Instance);
        foreach (DeclaredSize size in network.Sizes)
        {
            try
            {
                Node[] inputs = [.. size.Graph.Inputs];
                found[size] = [.. inputs.Select(input => ChannelsLast(
                    tensors.Count == 1 && inputs.Length == 1 ? tensors.Values.Single() : Named(((Input)input.Operation).Name),
                    input, size.Graph.Layout == Compiler.Layout.Nchw))];
            }
            catch (ToolException exception)
            {
                last = exception;
            }
        }

        if (found.Count == 0) throw last!;
        return new SampleInput(Path.GetFileName(path), size => found.TryGetValue(size, out var values) ? values : Seeded(size));

        (IReadOnlyList<int>, float[]) Named(string name) => tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new ToolException($"{path} has no tensor '{name}', as an input of the network is called; it has "
                + $"{string.Join(", ", tensors.Keys.Take(8))}.");

        float[] ChannelsLast((IReadOnlyList<int> Dimensions, float[] Values) tensor, Node input, bool isFirst)
        {
            Shape shape = input.Shape;
            int[] last = [.. shape.Dimensions], first = [shape.Channels, .. shape.Spatial];
            // A batch of one may be left out.
            IEnumerable<int> sizes = tensor.Dimensions.Count == shape.Rank + 1 && tensor.Dimensions[0] == 1
                ? tensor.Dimensions.Skip(1)
                : tensor.Dimensions;
            bool fitsFirst = sizes.SequenceEqual(first), fitsLast = sizes.SequenceEqual(last);
            if (!fitsFirst && !fitsLast)
            {
                throw new ToolException($"{path} has [{string.Join(", ", tensor.Dimensions)}], but the network's input "
                    + $"'{((Input)input.Operation).Name}' is [{string.Join(", ", last)}], or [{string.Join(", ", first)}] channels first.");
            }

            if (fitsLast && !(fitsFirst && isFirst)) return tensor.Values;
            int pixels = shape.Pixels;
            return [.. Enumerable.Range(0, tensor.Values.Length)
                .Select(i => tensor.Values[i % shape.Channels * pixels + i / shape.Channels])];
        }
    }

    private static IReadOnlyList<float[]> Seeded(DeclaredSize size)
    {
        var random = new Random(1);
        return [.. size.Graph.Inputs.Select(node => KernelTimes.Random(random, node.Shape.Elements))];
    }

    private static float[] Floats(StoredTensor tensor, string path)
    {
        byte[] bytes = TensorTypes.ForNetworks(tensor).Read();
        switch (tensor.DataType)
        {
            case "F32" or "F64":
                float[] floats = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
                DataTypes.FixByteOrder(floats);
                return floats;
            case "F16":
                return [.. Enumerable.Range(0, bytes.Length / 2)
                    .Select(i => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i)))];
            case "U8":
                return [.. bytes.Select(value => (float)value)];
            default:
                throw new ToolException(
                    $"{path}: '{tensor.Name}' has values of the type {tensor.DataType}; floats or bytes were expected.");
        }
    }
}
