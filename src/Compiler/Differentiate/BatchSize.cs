namespace Fusion.Compiler.Differentiate;

/// <summary>How many samples a batch may have.</summary>
internal static class BatchSize
{
    /// <exception cref="DifferentiationException">There is none, or values of so many samples are too large.</exception>
    public static void Check(int samples, Graph network)
    {
        if (samples < 1) throw new DifferentiationException($"Batch is {samples}, but a step needs at least one sample.", -1);
        Node largest = network.Nodes.OrderByDescending(node => node.Shape.Elements).First();
        long most = Limits.Elements / largest.Shape.Elements;
        if (samples > most)
            throw new DifferentiationException(
                $"Batch is {samples}, but a batch of {most} is the largest for which each value, such as one of {largest.Shape} for each "
                + $"sample, has at most {Limits.Elements} elements.", -1);
    }
}
