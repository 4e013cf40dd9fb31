using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>
/// Runs networks on memory beside pages that nobody may touch. A process of its own: a kernel that reaches too far ends it. Before each run
/// it says what it does, so that the last line names the culprit.
/// </summary>
internal static class GuardedProgram
{
    public static int Main()
    {
        foreach (CompiledNetwork compiled in CompiledNetwork.Build(GuardedNetworks.All))
        {
            StateDict weights = RandomWeights.Of(compiled.Graph, 1);
            foreach (InstructionSet set in Check.Sets)
            {
                foreach (int threads in new[] { 1, 2 })
                {
                    using Network network = compiled.Load(weights, new NetworkOptions { InstructionSet = set, Threads = threads });
                    foreach (int batch in new[] { 1, 2 })
                        foreach (bool before in new[] { false, true }) Run(compiled, network, batch, before);
                }
            }
        }
        return 0;
    }

    private static void Run(CompiledNetwork compiled, Network network, int batch, bool before)
    {
        string guard = before ? "before" : "behind";
        Console.WriteLine(
            $"{compiled.Graph.Name} on {network.InstructionSet}, {network.Threads} threads, a batch of {batch}, guarded {guard} the spans");
        var random = new Random(2);
        float[][] inputs = [.. compiled.Graph.Inputs.Select(node => Values(random, (int)node.Shape.Elements * batch))];
        float[][] expected = compiled.Run(network, inputs, batch);
        var guardedInputs = inputs.Select(values => Guarded(values.Length, before)).ToList();
        var guardedOutputs = expected.Select(values => Guarded(values.Length, before)).ToList();
        for (int i = 0; i < inputs.Length; i++) inputs[i].CopyTo(guardedInputs[i].GetSpan());
        compiled.Run(network, [.. guardedInputs.Select(input => input.Memory)], [.. guardedOutputs.Select(output => output.Memory)]);
        for (int i = 0; i < expected.Length; i++)
            if (!expected[i].AsSpan().SequenceEqual(guardedOutputs[i].GetSpan())) throw new InvalidOperationException("Other results.");
        if (compiled.TakesBytes) RunBytes(compiled, network, batch, before, guardedOutputs);
        foreach (IDisposable memory in guardedInputs.Concat(guardedOutputs)) memory.Dispose();
    }

    private static void RunBytes(CompiledNetwork compiled, Network network, int batch, bool before, List<GuardedMemory<float>> outputs)
    {
        using var image = new GuardedMemory<byte>((int)compiled.Graph.Inputs.Single().Shape.Elements * batch, before);
        new Random(3).NextBytes(image.GetSpan());
        compiled.RunBytes(network, image.Memory, [.. outputs.Select(output => output.Memory)]);
    }

    private static GuardedMemory<float> Guarded(int length, bool before) => new(length, before);

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
}
