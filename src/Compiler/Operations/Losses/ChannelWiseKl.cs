using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Channel-wise distillation (arXiv 2011.13256): <c>τ²/(N·C) · Σ p (log p − log q)</c> over all values of the batch. q and p are the
/// softmax of the student's and the teacher's values, divided by τ, over all positions of one channel of one sample. Inputs: the
/// student's features behind the connector, or its logits, and the teacher's, of one shape (N, …, C).
/// </summary>
/// <param name="Temperature">τ, from 1e-6 to 1e6.</param>
public sealed record ChannelWiseKl(double Temperature = 4) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties => [("temperature", Temperature)];

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.SameFeatures(Kind, Exactly(2, inputs)[0], inputs[1]);
        LossRule.SeveralPositions(Kind, inputs[0], "each channel's softmax over the positions is 1");
        LossRule.Temperature(Kind, Temperature);
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        double sum = 0;
        foreach (var (sample, channel) in Maps(inputs[0].Shape))
            sum += Divergence.Of(Logs(inputs[0], sample, channel), Logs(inputs[1], sample, channel));
        return Temperature * Temperature * sum / Count(inputs[0].Shape);
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        double scale = Temperature / Count(derivative.Shape);
        foreach (var (sample, channel) in Maps(derivative.Shape))
        {
            double[] own = Divergence.Derive(Logs(inputs[0], sample, channel), Logs(inputs[1], sample, channel), input);
            for (int i = 0; i < own.Length; i++) derivative[sample * own.Length + i, channel] = scale * own[i];
        }
    }

    private double[] Logs(ReferenceTensor features, int sample, int channel)
    {
        double[] map = new double[features.Pixels / features.Shape.Dimensions[0]];
        for (int i = 0; i < map.Length; i++) map[i] = features[sample * map.Length + i, channel] / Temperature;
        return LogSoftmax.Of(map);
    }

    private static IEnumerable<(int Sample, int Channel)> Maps(Shape shape) =>
        Enumerable.Range(0, Count(shape)).Select(index => (index / shape.Channels, index % shape.Channels));

    private static int Count(Shape shape) => shape.Dimensions[0] * shape.Channels;
}
