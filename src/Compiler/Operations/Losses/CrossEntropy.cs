using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>−1/P · Σ q · log softmax(x)</c> over all P positions of the batch: q is 1 − s at the label and s / K at all K classes (label
/// smoothing, arXiv 1512.00567), as in PyTorch. Inputs: the logits (…, K) and the labels (…, 1), the class's index as a number.
/// </summary>
/// <param name="Smoothing">s, from 0 to 1.</param>
public sealed record CrossEntropy(double Smoothing = 0) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Smoothing == 0 ? [] : [("smoothing", Smoothing)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Exactly(2, inputs)[0].WithChannels(1), inputs[1], "labels");
        return Shape.Of(1);
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor logits = context.Inputs[0], labels = context.Inputs[1];
        double sum = 0;
        for (int pixel = 0; pixel < logits.Pixels; pixel++)
        {
            double[] logs = LogSoftmax.Of(logits, pixel);
            for (int c = 0; c < logits.Channels; c++) sum -= Target(labels[pixel, 0], c, logits.Channels) * logs[c];
        }
        context.Output.Values[0] = sum / logits.Pixels;
    }

    public override void Gradient(GradientContext context)
    {
        if (!context.Needs(0)) return;
        context.Give(0, context.Add(new CrossEntropyGradient(this), context.Inputs[0], context.Inputs[1], context.OutputGradient));
    }

    internal double Target(double label, int channel, int channels) =>
        (channel == (int)label ? 1 - Smoothing : 0) + Smoothing / channels;
}

/// <summary><c>d / P · (softmax(x) − q)</c>. Inputs: the logits, the labels, and d, the derivative of all by the loss.</summary>
public sealed record CrossEntropyGradient(CrossEntropy Loss) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Loss.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Exactly(3, inputs)[0];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor logits = context.Inputs[0], labels = context.Inputs[1];
        double scale = context.Inputs[2].Values[0] / logits.Pixels;
        for (int pixel = 0; pixel < logits.Pixels; pixel++)
        {
            double[] logs = LogSoftmax.Of(logits, pixel);
            for (int c = 0; c < logits.Channels; c++)
                context.Output[pixel, c] = scale * (Math.Exp(logs[c]) - Loss.Target(labels[pixel, 0], c, logits.Channels));
        }
    }
}
