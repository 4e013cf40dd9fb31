using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Each dy goes to the greatest value of its window, the first of equals as in PyTorch. Inputs: x and dy.</summary>
public sealed record MaxPoolGradient(MaxPool Pool) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Pool.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Pool.InferShape([Exactly(2, inputs)[0]]), inputs[1], "gradient");
        return inputs[0];
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], dy = context.Inputs[1];
        foreach (PoolWindow.Place window in PoolWindow.Of(Pool).Windows(x, dy))
        {
            for (int c = 0; c < x.Channels; c++)
            {
                int greatest = window.Positions[0];
                foreach (int position in window.Positions)
                    if (x.Values[position + c] > x.Values[greatest + c] || double.IsNaN(x.Values[position + c])) greatest = position;
                context.Output.Values[greatest + c] += dy.Values[window.Result + c];
            }
        }
    }
}
