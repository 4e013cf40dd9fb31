using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>What goes through the positions along one dimension in order, each channel by itself.</summary>
/// <param name="Axis">0 for T, 1 for H, 2 for W: the first spatial dimension of what is declared.</param>
public abstract record PositionScan(int Axis) : Operation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        return Axis >= 3 - input.SpatialRank && Axis < 3 ? input
            : throw new ShapeException($"{Kind}: axis is {Axis}, but the input {input} has {input.SpatialRank} spatial dimensions.",
                "axis");
    }

    public override IEnumerable<(string Name, object Value)> Properties => [("axis", Axis)];

    /// <summary>The first spatial dimension, unless graph text says which.</summary>
    protected static int AxisOf(string kind, OperationArguments arguments, IReadOnlyList<Shape> inputs) =>
        arguments.Int("axis", 3 - ShapeRule.Spatial(kind, inputs).SpatialRank);

    /// <summary>Computes one sequence.</summary>
    protected abstract void Scan(double[] values);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        int[] sizes = [input.Frames, input.Height, input.Width];
        int length = sizes[Axis], stride = sizes.Skip(Axis + 1).Aggregate(input.Channels, (product, size) => product * size);
        double[] sequence = new double[length];
        for (int first = 0; first < input.Values.Length; first++)
        {
            if (first / stride % length != 0) continue;
            for (int i = 0; i < length; i++) sequence[i] = input.Values[first + i * stride];
            Scan(sequence);
            for (int i = 0; i < length; i++) context.Output.Values[first + i * stride] = sequence[i];
        }
    }
}
