using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fusion.Import.Writing.Spelling;

namespace Fusion.Import.Tests.Support;

/// <summary>
/// Numbers for values, the same for those that are made in the same way of the same values. Names of nodes and parameters do not count,
/// numbers in parameters do; neither do dimensions, as long as the elements keep their order, operations that change nothing, and other
/// words for the same.
/// </summary>
internal static class Canonical
{
    /// <param name="numbers">What values of other graphs have got already.</param>
    public static int[] Results(Graph graph, Func<string, float[]> weights, Dictionary<string, int> numbers)
    {
        int[] own = new int[graph.Nodes.Count];
        int inputs = 0;
        foreach (Node node in graph.Nodes)
        {
            Shape? from = node.Inputs.Count > 0 ? graph.Nodes[node.Inputs[0]].Shape : null;
            if (from is not null && ChangesNothing(node, from))
            {
                own[node.Id] = own[node.Inputs[0]];
                continue;
            }

            Operation operation = from is null ? node.Operation : Plain(Anonymous.Of(node.Operation), from);
            IEnumerable<int> read = node.Inputs.Select(id => own[id]);
            if (operation is Square) (operation, read) = (new Multiply(), [own[node.Inputs[0]], own[node.Inputs[0]]]);
            if (operation is Add or Multiply or Minimum or Maximum) read = read.Order();
            string properties = operation is Input ? $"{inputs++}" : string.Join(",", operation.Properties
                .Where(property => property.Name is not ("path" or "weight" or "bias" or "weightSuffix" or "biasSuffix" or "suffix"))
                .Select(property => $"{property.Name}={Text(property.Value)}"));
            string parameters = string.Join(",", node.Operation.Parameters(graph.InputShapes(node))
                .Select(parameter => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(weights(parameter.Name).AsSpan())))));
            string text = $"{operation.Kind}({properties};{parameters};{string.Join(",", read)})";
            if (!numbers.TryGetValue(text, out int number)) numbers[text] = number = numbers.Count;
            own[node.Id] = number;
        }

        return [.. graph.Outputs.Select(output => own[output.Node])];
    }

    private static string Text(object value) =>
        value is EquatableArray<int> sizes ? string.Join("x", sizes) : FormattableString.Invariant($"{value}");

    private static bool ChangesNothing(Node node, Shape from) => node.Operation switch
    {
        Reshape => true,
        Flatten => from.Channels == 1 || from.Pixels == 1,
        GlobalPool or Reduce => from.Elements == node.Shape.Elements,
        Upsample or Subsample or Slice or Pad or PadChannels => from == node.Shape,
        _ => false,
    };

    /// <summary>The operation in the one of its forms that others mean, too.</summary>
    private static Operation Plain(Operation operation, Shape from) => operation switch
    {
        // A convolution of single positions.
        Conv { Groups: 1 } conv when conv.Kernel.Concat(conv.Stride).All(size => size == 1) && conv.Padding.All(size => size == 0) =>
            new Linear("", conv.Outputs, conv.Bias),
        PRelu when from.Channels == 1 => new PRelu("", Shared: true),
        Subsample subsample => new Subsample([.. subsample.Stride.Select((step, d) => from.Dimensions[d] == 1 ? 1 : step)]),
        GlobalPool pool => new Reduce(pool.Mode, ReducedAxes.Positions & Long(from)),
        Reduce reduce => reduce with { Axes = reduce.Axes & Long(from) },
        _ => operation,
    };

    /// <summary>The dimensions with more than one position.</summary>
    private static ReducedAxes Long(Shape shape) => (shape.Channels > 1 ? ReducedAxes.Channels : 0)
        | (shape.Width > 1 ? ReducedAxes.Width : 0) | (shape.Height > 1 ? ReducedAxes.Height : 0)
        | (shape.Frames > 1 ? ReducedAxes.Frames : 0);
}
