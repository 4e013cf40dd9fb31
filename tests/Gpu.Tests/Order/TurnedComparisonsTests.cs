using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using ILGPU;

namespace Fusion.Gpu.Tests.Order;

/// <summary>The check for comparisons that have been turned round: it finds them, and nothing in forms that generated code has.</summary>
public sealed class TurnedComparisonsTests
{
    private static readonly GpuKernelMethod[] _wrong = [Branch, Both, Negated];

    private static readonly GpuKernelMethod[] _right = [Choice, Greatest, NotEqual, Counted];

    public static TheoryData<string> WrongNames => [.. _wrong.Select(method => method.Method.Name)];

    public static TheoryData<string> RightNames => [.. _right.Select(method => method.Method.Name)];

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void AComparisonThatIsTurnedRoundIsFound(string name) =>
        Assert.Contains("has been turned round", Find(_wrong.Single(method => method.Method.Name == name)));

    [Theory]
    [MemberData(nameof(RightNames))]
    public void OthersAreNot(string name) => Assert.Null(Find(_right.Single(method => method.Method.Name == name)));

    private static string? Find(GpuKernelMethod method)
    {
        using var code = new KernelCode();
        return TurnedComparisons.Find(code, new GpuKernel(method.Method.Name, method, 64, 1, 1, 1));
    }

    private static float GreatestOf(float x, float y)
    {
        float greater = x > y ? x : y;
        greater = float.IsNaN(x) ? x : greater;
        return float.IsNaN(y) ? y : greater;
    }

    private static void Branch(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        float x = inputs[Group.IdxX];
        if (x < 3f) outputs[Group.IdxX] = 1f;
    }

    private static void Both(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        float x = inputs[Group.IdxX];
        outputs[Group.IdxX] = x > 1f && x < 3f ? 1f : 0f;
    }

    private static void Negated(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        bool isLess = inputs[Group.IdxX] < 3f;
        outputs[Group.IdxX] = !isLess ? 1f : 0f;
        workspace[Group.IdxX] = !isLess ? 4f : 2f;
    }

    private static void Choice(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        float x = inputs[Group.IdxX], y = x > 6f ? 6f : x;
        outputs[Group.IdxX] = x < 0f ? 0f : y;
    }

    private static void Greatest(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        float greatest = float.NegativeInfinity;
        for (int i = 0; i < batch; i++)
        {
            float next = inputs[i];
            greatest = GreatestOf(greatest, next);
        }
        outputs[0] = greatest;
    }

    private static void NotEqual(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        float x = inputs[Group.IdxX];
        outputs[Group.IdxX] = x == 0f ? 1f : x;
    }

    private static void Counted(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        if (Group.IdxX <= batch) outputs[Group.IdxX] = float.IsNaN(inputs[Group.IdxX]) ? 0f : 1f;
    }
}
