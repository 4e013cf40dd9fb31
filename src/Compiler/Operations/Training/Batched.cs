using Fusion.Compiler.Reference;
using System.Threading.Tasks;

namespace Fusion.Compiler.Operations;

/// <summary>
/// An operation on every sample of a batch. The first dimension of each input counts the samples; that of the result does, too, or the
/// samples' results are added up.
/// </summary>
/// <param name="Each">What runs on a sample.</param>
/// <param name="Sum">Whether the result is the sum over the samples: the gradient of what they share.</param>
public sealed record Batched(Operation Each, bool Sum = false) : TrainingOperation
{
    public override string Kind => "Batched";

    public override IEnumerable<(string Name, object Value)> Properties =>
        [("each", Each.Kind), .. Sum ? [("sum", (object)true)] : Array.Empty<(string, object)>(), .. Each.Properties];

    /// <summary>The shape of one sample of a batch.</summary>
    public static Shape SampleOf(Shape batch) =>
        batch.Rank > 1 ? new Shape(batch.Dimensions.Skip(1).ToEquatableArray())
            : throw new ShapeException($"Batched: the value {batch} has no dimension that counts samples.");

    /// <summary>The shape of so many samples.</summary>
    /// <exception cref="ShapeException">The sample has four dimensions already.</exception>
    public static Shape Of(Shape sample, int samples) =>
        sample.Rank < 4
            ? ShapeRule.Checked("Batched", new Shape([samples, .. sample.Dimensions]))
            : throw new ShapeException(
                $"a value of the shape {sample} cannot be trained on: the batch is a fourth dimension beside height, width and channels, "
                + "and there is no fifth. Train on single frames.");

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count == 0) throw new ShapeException("Batched: it was given no input, but it takes at least one.");
        int samples = inputs[0].Dimensions[0];
        if (inputs.Any(input => input.Dimensions[0] != samples))
            throw new ShapeException($"Batched: the inputs are {string.Join(", ", inputs)}, but all must have as many samples.");
        Shape result = Each.InferShape(SamplesOf(inputs));
        return Sum ? result : Of(result, samples);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) =>
        inputs[0].Dimensions[0] * Each.MultiplyAdds(SamplesOf(inputs), Sum ? output : SampleOf(output));

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => Each.Parameters(SamplesOf(inputs));

    public override void Evaluate(ReferenceContext context)
    {
        int samples = context.Inputs[0].Shape.Dimensions[0];
        IReadOnlyList<Shape> shapes = SamplesOf([.. context.Inputs.Select(input => input.Shape)]);
        Shape shape = Each.InferShape(shapes);
        var results = new ReferenceTensor[samples];
        Parallel.For(0, samples, sample =>
        {
            results[sample] = new ReferenceTensor(shape);
            var inputs = context.Inputs.Select((input, i) => new ReferenceTensor(shapes[i], Sample(input.Values, sample, shapes[i])));
            Each.Evaluate(new ReferenceContext([.. inputs], results[sample], context.Parameter));
        });
        double[] values = context.Output.Values;
        for (int sample = 0; sample < samples; sample++)
        {
            if (!Sum) results[sample].Values.CopyTo(values, sample * results[sample].Values.Length);
            else for (int i = 0; i < values.Length; i++) values[i] += results[sample].Values[i];
        }
    }

    /// <summary>What runs on a batch as <paramref name="operation"/> runs on each sample.</summary>
    /// <param name="inputs">The shapes of the batches.</param>
    public static Operation Map(Operation operation, IReadOnlyList<Shape> inputs) =>
        operation.IsPositionwise(inputs) ? operation : new Batched(operation);

    /// <summary>What gives the sum of the samples' results.</summary>
    public static Operation Total(Operation operation) =>
        operation is GlobalPool { Mode: GlobalPoolMode.Sum } or IPositionSum ? operation : new Batched(operation, Sum: true);

    private static IReadOnlyList<Shape> SamplesOf(IReadOnlyList<Shape> batches) => [.. batches.Select(SampleOf)];

    private static double[] Sample(double[] values, int sample, Shape shape)
    {
        double[] own = new double[shape.Elements];
        Array.Copy(values, sample * own.Length, own, 0, own.Length);
        return own;
    }
}

/// <summary>Marks operations that sum over positions, so that the samples of a batch are nothing but more of them.</summary>
public interface IPositionSum;
