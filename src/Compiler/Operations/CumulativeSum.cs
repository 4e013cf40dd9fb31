using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>The sum of each position and all before it along the first spatial dimension.</summary>
/// <param name="Reverse">Of each and all behind it.</param>
public sealed record CumulativeSum(int Axis, bool Reverse = false) : PositionScan(Axis)
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("CumulativeSum", (arguments, inputs, _) =>
        new CumulativeSum(AxisOf("CumulativeSum", arguments, inputs), arguments.Bool("reverse", false))).WhoseShapeIgnores("reverse");

    public override IEnumerable<(string Name, object Value)> Properties =>
        [.. base.Properties, .. Reverse ? [("reverse", (object)true)] : Array.Empty<(string, object)>()];

    protected override void Scan(double[] values)
    {
        if (Reverse) Array.Reverse(values);
        for (int i = 1; i < values.Length; i++) values[i] += values[i - 1];
        if (Reverse) Array.Reverse(values);
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(this with { Reverse = !Reverse }, context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        int rank = context.InputShapes[0].SpatialRank;
        context.Return(context.Add("CumSum", [context.Inputs[0], context.Longs([2 + Axis - (3 - rank)])], ("reverse", Reverse ? 1 : 0)));
    }
}
