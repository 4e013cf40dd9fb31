using System.Threading.Tasks;

namespace Fusion.Compiler.Reference;

/// <summary>What an operation sees of one evaluation.</summary>
public sealed class ReferenceContext(IReadOnlyList<ReferenceTensor> inputs, ReferenceTensor output, Func<string, double[]> parameters)
{
    public IReadOnlyList<ReferenceTensor> Inputs { get; } = inputs;

    /// <summary>Where the result goes; zeros at first.</summary>
    public ReferenceTensor Output { get; } = output;

    public double[] Parameter(string name) => parameters(name);

    /// <summary>Calls <paramref name="row"/> with frame and row for every row of a value, in parallel.</summary>
    public void ForEachRow(ReferenceTensor tensor, Action<int, int> row) =>
        Parallel.For(0, tensor.Frames * tensor.Height, index => row(index / tensor.Height, index % tensor.Height));

    /// <summary>Sets each element of the result from the same element of the first input and its channel.</summary>
    public void ForEachElement(Func<double, int, double> function)
    {
        double[] source = Inputs[0].Values;
        int channels = Output.Channels;
        for (int i = 0; i < source.Length; i++) Output.Values[i] = function(source[i], i % channels);
    }
}
