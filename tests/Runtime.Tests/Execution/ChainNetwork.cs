using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>
/// A network as the generator would write it, small enough to compute by hand: packs a vector, then mixes each value with its right-hand
/// neighbour step after step. A value depends on another unit of the step before, so a missing barrier or a wrong share changes the bits.
/// </summary>
internal sealed unsafe class ChainNetwork : Network
{
    public const int Size = 211;
    public const int Steps = 40;
    private const int Stride = 256;

    public static readonly NetworkInfo Description = new(
        "Chain",
        [
            new NetworkVariant(
                [new TensorInfo("input", [Size])], [new TensorInfo("output", [Size])], 100_000_000, 4 * Stride * 2, "graph", "plan",
                [.. Enumerable.Range(0, Steps + 2).Select(k => $"kernel {k}")]),
        ],
        [new ParameterInfo("scale", [Size], ParameterKind.Weight, 1),
            new ParameterInfo("norm.running_var", [2], ParameterKind.RunningVariance)]);

    private static int _failures;

    public ChainNetwork(NetworkOptions? options = null, StateDict? weights = null)
        : base(Description, weights ?? Weights(), options, new WeightPacking(&PackedFloats, &Pack))
    {
    }

    public static StateDict Weights() => NetworkWeights.Initialize(Description, 7);

    public static float[] Input(int batch = 1) => [.. Enumerable.Range(0, Size * batch).Select(i => MathF.Sin(i))];

    /// <summary>What <see cref="Run(ReadOnlySpan{float}, Span{float})"/> must give, bit for bit.</summary>
    public static float[] Expected(ReadOnlySpan<float> input)
    {
        float[] scale = Weights()["scale"].Values.ToArray();
        float[] result = input.ToArray();
        for (int start = 0; start < result.Length; start += Size)
        {
            float[] values = [.. Enumerable.Range(0, Size).Select(i => result[start + i] * scale[i])];
            for (int step = 0; step < Steps; step++)
                values = [.. Enumerable.Range(0, Size).Select(i => values[i] * 0.75f + values[(i + 1) % Size])];
            values.CopyTo(result, start);
        }
        return result;
    }

    private static long PackedFloats(InstructionSet set) => Stride;

    private static void Pack(WeightPacker packer, InstructionSet set) => packer.Vector(0, Size, Stride, "scale");

    public void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        int batch = Batch(input.Length, Size, nameof(input));
        CheckLength(output.Length, batch, Size, nameof(output));
        fixed (float* inputs = input, outputs = output)
            Execute(&Program, 0, 2 * Stride, 0, batch, [new Binding(inputs, 4 * Size), new Binding(outputs, 4 * Size)]);
    }

    /// <summary>A run that keeps its workspace, at whose beginning lie the result's values.</summary>
    public TapLease RunTapped(ReadOnlySpan<float> input, Span<float> output)
    {
        CheckSample(input.Length, Size, nameof(input));
        CheckSample(output.Length, Size, nameof(output));
        fixed (float* inputs = input, outputs = output)
            return ExecuteTapped(&Program, 0, 2 * Stride, 0, [new Binding(inputs, 4 * Size), new Binding(outputs, 4 * Size)]);
    }

    /// <summary>The same where a unit of a step fails.</summary>
    public TapLease RunTappedFailing(ReadOnlySpan<float> input, Span<float> output)
    {
        fixed (float* inputs = input, outputs = output)
            return ExecuteTapped(&FailingProgram, 0, 2 * Stride, 0, [new Binding(inputs, 4 * Size), new Binding(outputs, 4 * Size)]);
    }

    /// <summary>A run in which one unit of a step fails.</summary>
    public void RunFailing(ReadOnlySpan<float> input, Span<float> output)
    {
        fixed (float* inputs = input, outputs = output)
            Execute(&FailingProgram, 0, 2 * Stride, 0, 1, [new Binding(inputs, 4 * Size), new Binding(outputs, 4 * Size)]);
    }

    /// <summary>A run with so many steps that another thread can do something meanwhile.</summary>
    public void RunLong(ReadOnlySpan<float> input, Span<float> output)
    {
        fixed (float* inputs = input, outputs = output)
            Execute(&LongProgram, 0, 2 * Stride, 0, 1, [new Binding(inputs, 4 * Size), new Binding(outputs, 4 * Size)]);
    }

    /// <summary>The units that <see cref="Fail"/> was called for since the last time.</summary>
    public static int TakeFailures() => Interlocked.Exchange(ref _failures, 0);

    private static void Program(KernelRunner runner)
    {
        runner.Step(0, &Scale, Size);
        for (int step = 0; step < Steps; step += 2)
        {
            runner.Step(1 + step, &MixForth, Size);
            runner.Step(2 + step, &MixBack, Size);
        }
        runner.Step(Steps + 1, &Copy, 1);
    }

    private static void FailingProgram(KernelRunner runner)
    {
        runner.Step(0, &Scale, Size);
        runner.Step(1, &Fail, Size);
        for (int step = 0; step < 100; step++) runner.Step(2, &MixForth, Size);
    }

    private static void LongProgram(KernelRunner runner)
    {
        for (int i = 0; i < 20; i++) Program(runner);
    }

    private static void Scale(KernelArguments* a, int first, int last)
    {
        for (int i = first; i < last; i++) a->Workspace[i] = ((float*)a->Bindings[0])[i] * a->Weights[i];
    }

    private static void MixForth(KernelArguments* a, int first, int last) => Mix(a->Workspace, a->Workspace + Stride, first, last);

    private static void MixBack(KernelArguments* a, int first, int last) => Mix(a->Workspace + Stride, a->Workspace, first, last);

    private static void Mix(float* source, float* target, int first, int last)
    {
        for (int i = first; i < last; i++) target[i] = source[i] * 0.75f + source[(i + 1) % Size];
    }

    private static void Copy(KernelArguments* a, int first, int last)
    {
        for (int i = 0; i < Size; i++) ((float*)a->Bindings[1])[i] = a->Workspace[i];
    }

    private static void Fail(KernelArguments* a, int first, int last)
    {
        Interlocked.Add(ref _failures, last - first);
        if (first <= Size - 1 && Size - 1 < last) throw new InvalidTimeZoneException("This unit fails.");
    }
}
