using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.optim.lr_scheduler;

namespace Fusion.Training.Tests.Schedules;

/// <summary>Learning rates beside TorchSharp's schedulers, and by hand.</summary>
public class LearningRateTests
{
    private const double Tolerance = 2e-6;

    [TorchFact]
    public void Steps_are_those_of_StepLR() => Compare(
        LearningRate.Step(0.3f, every: 7, factor: 0.2f), 40, 0.3, optimizer => StepLR(optimizer, 7, 0.2));

    [TorchFact]
    public void Named_steps_are_those_of_MultiStepLR() => Compare(
        LearningRate.Steps(0.3f, [3, 4, 20], 0.5f), 40, 0.3, optimizer => MultiStepLR(optimizer, [3, 4, 20], 0.5));

    [TorchFact]
    public void The_cosine_is_that_of_CosineAnnealingLR() => Compare(
        LearningRate.Cosine(0.3f, 0.01f, 33), 33, 0.3, optimizer => CosineAnnealingLR(optimizer, 33, 0.01));

    [TorchFact]
    public void One_cycle_is_that_of_OneCycleLR()
    {
        Compare(LearningRate.OneCycle(0.3f, 50), 50, 1, optimizer =>
            OneCycleLR(optimizer, 0.3, total_steps: 50, cycle_momentum: false));
        Compare(LearningRate.OneCycle(0.3f, 37, rise: 0.45f, start: 10, end: 100), 37, 1, optimizer =>
            OneCycleLR(optimizer, 0.3, total_steps: 37, pct_start: 0.45, cycle_momentum: false, div_factor: 10, final_div_factor: 100));
        // No step leads up, or the only one is the last.
        foreach (int steps in new[] { 1, 2, 3 })
            Compare(LearningRate.OneCycle(0.3f, steps, rise: 0.25f), steps, 1, optimizer =>
                OneCycleLR(optimizer, 0.3, total_steps: steps, pct_start: 0.25, cycle_momentum: false));
        Assert.Equal(0.3f, LearningRate.OneCycle(0.3f, 4, rise: 0.25f).At(0));
    }

    [TorchFact]
    public void The_warm_up_is_LinearLR()
    {
        Compare(LearningRate.Constant(0.3f).WarmUp(6), 20, 0.3, optimizer => LinearLR(optimizer, 1.0 / 3, total_iters: 6));
        Compare(LearningRate.Constant(0.3f).WarmUp(9, 0.1f), 20, 0.3, optimizer => LinearLR(optimizer, 0.1, total_iters: 9));
    }

    [Fact]
    public void What_follows_a_warm_up_begins_at_its_own_beginning()
    {
        LearningRate main = LearningRate.Cosine(0.3f, 0, 10), warm = main.WarmUp(5, 0.5f);
        Assert.Equal(0, main.WarmUp(5, 0).At(0));
        Assert.Equal(0.15f, warm.At(0), 1e-7f);
        Assert.Equal(0.24f, warm.At(3), 1e-7f);
        for (int step = 0; step < 20; step++) Assert.Equal(main.At(step), warm.At(step + 5));
    }

    [Fact]
    public void Rates_by_hand()
    {
        Assert.Equal([0.3f, 0.3f], [LearningRate.Constant(0.3f).At(0), LearningRate.Constant(0.3f).At(long.MaxValue)]);
        Assert.Equal([0.4f, 0.4f, 0.1f, 0.025f], At(LearningRate.Step(0.4f, 5, 0.25f), 0, 4, 5, 10));
        Assert.Equal(0, LearningRate.Step(0.4f, 1).At(long.MaxValue));
        Assert.Equal([1f, 0.75f, 0.5f, 0.25f, 0f, 0f], At(LearningRate.Cosine(1, 0, 6), 0, 2, 3, 4, 6, 1000));
        Assert.Equal([0.1f, 1f, 0.01f, 0.01f], At(LearningRate.OneCycle(1, 10, 0.5f, 10, 10), 0, 4, 9, 100));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Wrong("rate", () => LearningRate.Constant(-0.1f));
        Wrong("rate", () => LearningRate.Step(float.NaN, 5));
        Wrong("every", () => LearningRate.Step(0.1f, 0));
        Wrong("factor", () => LearningRate.Step(0.1f, 5, float.PositiveInfinity));
        Wrong("at", () => LearningRate.Steps(0.1f, [-1]));
        Assert.Contains("2 follows 2; ascending steps were expected",
            Assert.Throws<ArgumentException>("at", () => LearningRate.Steps(0.1f, [2, 2])).Message);
        Wrong("to", () => LearningRate.Cosine(0.1f, -1, 5));
        Wrong("steps", () => LearningRate.Cosine(0.1f, 0, 0));
        Wrong("max", () => LearningRate.OneCycle(-1, 10));
        Wrong("steps", () => LearningRate.OneCycle(1, 0));
        Wrong("rise", () => LearningRate.OneCycle(1, 10, 1));
        Wrong("rise", () => LearningRate.OneCycle(1, 10, 0));
        Wrong("start", () => LearningRate.OneCycle(1, 10, start: 0.5f));
        Wrong("end", () => LearningRate.OneCycle(1, 10, end: float.NaN));
        Wrong("steps", () => LearningRate.Constant(1).WarmUp(0));
        Wrong("start", () => LearningRate.Constant(1).WarmUp(5, 1.5f));
        Wrong("step", () => LearningRate.Constant(1).At(-1));
    }

    private static void Wrong(string name, Action call) => Assert.Throws<ArgumentOutOfRangeException>(name, call);

    private static float[] At(LearningRate rate, params ReadOnlySpan<long> steps)
    {
        float[] rates = new float[steps.Length];
        // Seven digits, so that a tenth is a tenth.
        for (int i = 0; i < steps.Length; i++) rates[i] = MathF.Round(rate.At(steps[i]), 6);
        return rates;
    }

    private static void Compare(LearningRate found, int steps, double rate, Func<torch.optim.Optimizer, LRScheduler> create)
    {
        using var module = torch.nn.Linear(1, 1);
        using var optimizer = torch.optim.SGD(module.parameters(), rate);
        LRScheduler scheduler = create(optimizer);
        for (int step = 0; step < steps; step++)
        {
            double expected = optimizer.ParamGroups.Single().LearningRate;
            Assert.True(Math.Abs(found.At(step) - expected) <= Tolerance * rate, $"step {step}: {found.At(step)}, {expected}");
            if (step == steps - 1) return;
            optimizer.step();
            scheduler.step();
        }
    }
}
