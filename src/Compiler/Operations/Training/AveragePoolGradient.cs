using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Each dy goes in equal shares to the values of its window. Input: dy.</summary>
/// <param name="Input">The shape of the pooling's input.</param>
public sealed record AveragePoolGradient(AveragePool Pool, Shape Input) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("input", Input.Dimensions), .. Pool.Properties];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Pool.InferShape([Input]), Exactly(1, inputs)[0], "gradient");
        return Input;
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor dy = context.Inputs[0];
        foreach (PoolWindow.Place window in PoolWindow.Of(Pool).Windows(context.Output, dy))
        {
            double count = Pool.CountPadding ? window.Padded : window.Positions.Count;
            foreach (int position in window.Positions)
                for (int c = 0; c < dy.Channels; c++) context.Output.Values[position + c] += dy.Values[window.Result + c] / count;
        }
    }
}
