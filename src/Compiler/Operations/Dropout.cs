using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Nothing at inference, where the first pass removes it. In training, each value is 0 with the probability <see cref="Rate"/>, and
/// otherwise divided by what is left of 1: <see cref="Drop"/> (Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from
/// Overfitting, JMLR 15, 2014).
/// </summary>
public sealed record Dropout(double Rate = 0.5) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Dropout", (arguments, _, _) =>
        new Dropout(arguments.Double("rate", 0.5))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("rate", Rate)];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (!(Rate >= 0 && Rate < 1))
        {
            throw new ShapeException(
                $"Dropout: rate is {ArgumentText.Describe(Rate)}, but it must be the share of values dropped in training, 0 or greater "
                    + "and less than 1, such as 0.5.", "rate");
        }

        return ShapeRule.Single(Kind, inputs);
    }

    public override void Evaluate(ReferenceContext context) => context.ForEachElement((x, _) => x);

    public override int Train(TrainingContext context)
    {
        // Taken in any case, so that freezing one layer does not change what another one drops.
        int stream = context.TakeStream();
        return Rate == 0 || context.IsInFrozenLayer || context.IsEvaluation ? context.Inputs[0]
            : context.Add(new Drop(Rate, stream), context.Inputs[0], context.StepNumbers);
    }

    public override void Export(OnnxContext context) => context.Return(context.Add("Identity", context.Inputs));
}
