namespace Fusion.Training;

/// <summary>How well a network tells classes apart: each sample of a source was looked at once.</summary>
/// <param name="Count">The samples.</param>
/// <param name="Correct">The samples whose class had the greatest logit; of equal ones, the first counts.</param>
/// <param name="CrossEntropy">The mean of −log softmax(logits) at the class of each sample.</param>
public readonly record struct Evaluation(int Count, int Correct, double CrossEntropy)
{
    /// <summary>The share of samples that are correct, 0 to 1.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Runs a network over all samples, the last few of them as a smaller batch.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="run">Runs the network on a batch: its method <c>Run</c>.</param>
    /// <param name="classes">The logits of a sample.</param>
    /// <param name="batchSize">The samples of a batch.</param>
    /// <exception cref="ArgumentException">
    /// A label is no class, the classes or the batch size are less than 1, or the network takes other samples.
    /// </exception>
    public static Evaluation Of(SampleSource source, BatchRun run, int classes, int batchSize = 64)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (source.Labels.IsEmpty)
            throw new ArgumentException("The samples have no labels; one for each was expected.", nameof(source));
        CheckLabels(source.Labels, classes, nameof(source));

        batchSize = Math.Min(batchSize, source.Count);
        float[] values = new float[checked(batchSize * source.Elements)], logits = new float[checked(batchSize * classes)];
        var all = new Evaluation(0, 0, 0);
        for (int first = 0; first < source.Count; first += batchSize)
        {
            int samples = Math.Min(batchSize, source.Count - first);
            for (int i = 0; i < samples; i++) source.Read(first + i, values.AsSpan(i * source.Elements, source.Elements));
            run(values.AsSpan(0, samples * source.Elements), logits.AsSpan(0, samples * classes));
            all = all.And(logits.AsSpan(0, samples * classes), source.Labels.Slice(first, samples));
        }
        return all with { CrossEntropy = all.CrossEntropy / source.Count };
    }

    /// <summary>Counts what is right in logits that are there: those of a training's last step, which are its <c>Output</c>.</summary>
    /// <param name="logits">The logits of all samples, one sample behind the other.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <exception cref="ArgumentException">There is no label, a label is no class, or the samples have not as many logits each.</exception>
    public static Evaluation Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        CheckLabels(labels, ClassesOf(logits, labels), nameof(labels));
        Evaluation sum = default(Evaluation).And(logits, labels);
        return sum with { CrossEntropy = sum.CrossEntropy / labels.Length };
    }

    /// <summary>The same where some labels do not count, as <see cref="CrossEntropyAttribute.IgnoreLabel"/> says: neither they nor their
    /// logits are looked at.</summary>
    /// <param name="logits">The logits of all samples, or of all their positions, one behind the other.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="ignoreLabel">The label of what does not count.</param>
    /// <returns>Of those that count; where none does, all is 0, and the accuracy no number.</returns>
    /// <exception cref="ArgumentException">There is no label, a label that counts is no class, or the samples have not as many logits
    /// each.</exception>
    public static Evaluation Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int ignoreLabel)
    {
        int classes = ClassesOf(logits, labels);
        var all = default(Evaluation);
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == ignoreLabel) continue;
            CheckLabel(labels[i], i, classes, nameof(labels));
            all = all.And(logits.Slice(i * classes, classes), labels.Slice(i, 1));
        }
        return all.Count == 0 ? all : all with { CrossEntropy = all.CrossEntropy / all.Count };
    }

    /// <summary>Adds samples, with the sum in the place of the mean.</summary>
    private Evaluation And(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        int classes = logits.Length / labels.Length, correct = Correct;
        double crossEntropy = CrossEntropy;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> own = logits.Slice(i * classes, classes);
            if (IsGreatest(own, labels[i])) correct++;
            crossEntropy += LogSumExp(own) - own[labels[i]];
        }
        return new Evaluation(Count + labels.Length, correct, crossEntropy);
    }

    private static int ClassesOf(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty) throw new ArgumentException("No label was given; one for each sample was expected.", nameof(labels));
        if (logits.IsEmpty || logits.Length % labels.Length != 0)
            throw new ArgumentException(
                $"logits: {logits.Length} values were given; as many for each of {labels.Length} samples were expected.", nameof(logits));
        return logits.Length / labels.Length;
    }

    private static void CheckLabels(ReadOnlySpan<int> labels, int classes, string parameter)
    {
        for (int i = 0; i < labels.Length; i++) CheckLabel(labels[i], i, classes, parameter);
    }

    private static void CheckLabel(int label, int sample, int classes, string parameter)
    {
        if ((uint)label >= (uint)classes)
            throw new ArgumentException(
                $"The label of sample {sample} is {label}; a class from 0 to {classes - 1} was expected.", parameter);
    }

    /// <summary>False where it is no number, or one of the others is none.</summary>
    private static bool IsGreatest(ReadOnlySpan<float> logits, int label)
    {
        for (int i = 0; i < logits.Length; i++)
            if (i < label ? !(logits[label] > logits[i]) : !(logits[label] >= logits[i])) return false;
        return true;
    }

    private static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double greatest = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) greatest = Math.Max(greatest, logit);
        foreach (float logit in logits) sum += Math.Exp(logit - greatest);
        return greatest + Math.Log(sum);
    }
}
