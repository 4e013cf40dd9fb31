using Fusion.Runtime;

namespace Fusion.Benchmarks;

/// <summary>A network as the generator would write it whose kernels only count: what is left is the hand-over between steps.</summary>
internal sealed unsafe class EmptySteps : Network
{
    public const int Steps = 1000;

    private static readonly NetworkInfo s_info = new(
        "EmptySteps",
        [new NetworkVariant(
            [new TensorInfo("input", [1])], [new TensorInfo("output", [1])], long.MaxValue / 2, 256, "", "",
            [.. Enumerable.Repeat("count", Steps)])],
        []);

    public EmptySteps(NetworkOptions options) : base(s_info, new StateDict(), options, new WeightPacking(&PackedFloats, &Pack))
    {
    }

    public float Run()
    {
        float input = 1, output = 0;
        Execute(&Program, 0, 64, 0, 1, [new Binding(&input, 4), new Binding(&output, 4)]);
        return output;
    }

    private static long PackedFloats(InstructionSet set) => 64;

    private static void Pack(WeightPacker packer, InstructionSet set)
    {
    }

    private static void Program(KernelRunner runner)
    {
        for (int i = 0; i < Steps; i++) runner.Step(i, &Count, 16);
    }

    private static void Count(KernelArguments* arguments, int first, int last) => arguments->Workspace[16 * (first & 1)] += last - first;
}
