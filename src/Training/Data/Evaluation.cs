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
        for (int i = 0; i < source.Count; i++)
            if ((uint)source.Labels[i] >= (uint)classes)
                throw new ArgumentException(
                    $"The label of sample {i} is {source.Labels[i]}; a class from 0 to {classes - 1} was expected.", nameof(source));

        batchSize = Math.Min(batchSize, source.Count);
        float[] values = new float[checked(batchSize * source.Elements)], logits = new float[checked(batchSize * classes)];
        int correct = 0;
        double crossEntropy = 0;
        for (int first = 0; first < source.Count; first += batchSize)
        {
            int samples = Math.Min(batchSize, source.Count - first);
            for (int i = 0; i < samples; i++) source.Read(first + i, values.AsSpan(i * source.Elements, source.Elements));
            run(values.AsSpan(0, samples * source.Elements), logits.AsSpan(0, samples * classes));
            for (int i = 0; i < samples; i++)
            {
                ReadOnlySpan<float> own = logits.AsSpan(i * classes, classes);
                int label = source.Labels[first + i];
                if (IsGreatest(own, label)) correct++;
                crossEntropy += LogSumExp(own) - own[label];
            }
        }
        return new Evaluation(source.Count, correct, crossEntropy / source.Count);
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
