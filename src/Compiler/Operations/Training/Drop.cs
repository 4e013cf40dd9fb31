using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Dropout in training, <c>x · mask / (1 − p)</c>: each element is 0 with the probability p, whatever it was. As the mask depends on
/// nothing but the step, the stream and the element's place, the same operation on dy is the gradient, and no mask is kept.
/// Inputs: a whole batch, and the numbers of the step.
/// </summary>
/// <param name="Rate">p.</param>
/// <param name="Stream">Tells the masks of one step apart.</param>
public sealed record Drop(double Rate, int Stream) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("rate", Rate), ("stream", Stream)];

    /// <summary>What an element's random word must reach to be kept: p of all words are below.</summary>
    public uint Threshold => (uint)Math.Min(Math.Round(Rate * 4294967296.0), uint.MaxValue);

    /// <summary>What the elements that are kept are multiplied by.</summary>
    public double Scale => 1 / (1 - Rate);

    /// <summary>
    /// Each block of random bits has two words: one for a channel, the other for the channel so many places behind it. So both are used
    /// where there are more than 16 channels, and vectors of 16 channels lie in one half.
    /// </summary>
    public static int Half(int channels) => (channels + 31) / 32 * 16;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Shape.Of(StepNumbers.Count), Exactly(2, inputs)[1], "step's numbers");
        return inputs[0];
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(this, context.OutputGradient, context.Inputs[1]));

    public override void Evaluate(ReferenceContext context)
    {
        double[] step = context.Inputs[1].Values;
        int half = Half(context.Output.Channels);
        for (int pixel = 0; pixel < context.Output.Pixels; pixel++)
        {
            for (int c = 0; c < context.Output.Channels; c++)
            {
                var (first, second) = Words(step, unchecked((uint)(pixel * half + c % half)));
                context.Output[pixel, c] = (c < half ? first : second) >= Threshold ? context.Inputs[0][pixel, c] * Scale : 0;
            }
        }
    }

    /// <summary>The key is the seed, the stream and the highest bits of the step; the counter the place and the rest of the
    /// step.</summary>
    private (uint First, uint Second) Words(double[] step, uint place)
    {
        int low = (int)step[StepNumbers.Step] | ((int)step[StepNumbers.Step + 1] << 16);
        int seed = (int)step[StepNumbers.Seed] | ((int)step[StepNumbers.Seed + 1] << 16);
        return Threefry.Block((place, (uint)low), ((uint)seed, (uint)(Stream | ((int)step[StepNumbers.Step + 2] << 16))));
    }
}
