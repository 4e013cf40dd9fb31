namespace Fusion.Compiler.Operations;

/// <summary>The checks that the losses share, each with its sentence.</summary>
internal static class LossRule
{
    /// <summary>The student's and the teacher's features, of one shape.</summary>
    public static void SameFeatures(string kind, Shape student, Shape teacher)
    {
        SamePositions(kind, student, teacher);
        if (student.Channels == teacher.Channels) return;
        throw Different(kind, student, teacher, "Align the channels first: a connector, a 1×1 convolution, gives the student's features as "
            + "many as the teacher's.");
    }

    /// <summary>Features with the same samples and positions, and channels of their own.</summary>
    public static void SamePositions(string kind, Shape student, Shape teacher)
    {
        Batch(kind, student);
        Batch(kind, teacher);
        if (student.Spatial != teacher.Spatial)
            throw Different(kind, student, teacher, "All dimensions before the channels must agree: pool the larger, or upsample the "
                + "smaller.");
    }

    /// <summary>Features of more than one position, over which something is normalised in each sample.</summary>
    public static void SeveralPositions(string kind, Shape features, string otherwise)
    {
        if (features.Pixels > features.Dimensions[0]) return;
        throw new ShapeException($"{kind}: the features {features} have one position in each sample, so that {otherwise} and nothing can "
            + "be learned from it. Take features before the pooling, or another loss.");
    }

    /// <summary>Two values of one shape.</summary>
    /// <param name="first">What the first is, in words.</param>
    public static void SameShape(string kind, Shape left, Shape right, string first, string second)
    {
        Batch(kind, left);
        if (left != right)
            throw new ShapeException($"{kind}: the {first} are {left}, the {second} {right}, but both must have the same shape.");
    }

    /// <summary>The labels of all positions.</summary>
    public static void Labels(string kind, Shape logits, Shape labels)
    {
        Batch(kind, logits);
        if (labels == logits.WithChannels(1)) return;
        throw new ShapeException($"{kind}: the labels are {labels}, but the logits {logits} need one label for each position, which is "
            + $"{logits.WithChannels(1)}.");
    }

    public static void Positive(string kind, string name, double value)
    {
        if (value > 0 && !double.IsInfinity(value)) return;
        throw new ShapeException($"{kind}: {name} is {ArgumentText.Describe(value)}, but it must be a number greater than zero.", name);
    }

    /// <summary>What divides logits; so much above and below 1 that nothing is there to be had.</summary>
    public static void Temperature(string kind, double value)
    {
        Positive(kind, "temperature", value);
        if (value is >= 1e-6 and <= 1e6) return;
        throw new ShapeException(
            $"{kind}: temperature is {ArgumentText.Describe(value)}, but it must lie between 1e-6 and 1e6; beyond, the loss would be "
            + "the same up to rounding.", "temperature");
    }

    public static void Weight(string kind, string name, double value)
    {
        if (value >= 0 && !double.IsInfinity(value)) return;
        throw new ShapeException($"{kind}: {name} is {ArgumentText.Describe(value)}, but it must be a number, zero or greater.", name);
    }

    public static void Batch(string kind, Shape value)
    {
        if (value.Rank < 2) throw new ShapeException($"{kind}: the value {value} has no dimension that counts samples.");
    }

    private static ShapeException Different(string kind, Shape student, Shape teacher, string mend) =>
        new($"{kind}: the student's features are {student}, the teacher's {teacher}. {mend}");
}
