using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>The error of the activations, as kernels compute them, over a dense sweep of all floats.</summary>
public sealed class AccuracyTests
{
    /// <summary>Results below this may vanish: SiLU's intermediate values overflow from −88.3 on, where it is −3.7e-37.</summary>
    private static readonly double s_least = Math.ScaleB(1, -120);

    /// <summary>What is promised, in units of the last place of the result in double precision; docs/performance.md has what was
    /// measured.</summary>
    private const double Bound = 2;

    /// <summary>SiLU keeps to <see cref="Bound"/> up to this magnitude of x; beyond, it keeps to a relative error.</summary>
    private const double SiluNear = 8, SiluRelative = 1e-6;

    /// <summary>GELU keeps to this relative error, which is between two and seven units.</summary>
    private const double GeluRelative = 4e-7;

    private static readonly (Operation Operation, Func<double, double> Exact)[] s_cases =
    [
        (new Sigmoid(), x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x))),
        (new Silu(), x => x < 0 ? x * Math.Exp(x) / (1 + Math.Exp(x)) : x / (1 + Math.Exp(-x))),
        (new HardSwish(), x => x * Math.Min(Math.Max(x + 3, 0), 6) / 6),
        (new Tanh(), Math.Tanh),
        (new Elu(1), x => x > 0 ? x : ExpM1(x)),
        (new Mish(), x => x * MishGate(x)),
        (new Gelu(), x => x * NormalTail(x)),
        (new Exp(), Math.Exp),
        (new Log(), Math.Log),
        (new Sin(), new Sin().Apply),
        (new Cos(), new Cos().Apply),
        (new Sqrt(), Math.Sqrt),
        (new Rsqrt(), x => 1 / Math.Sqrt(x)),
        (new Square(), x => x * x),
        (new Reciprocal(3), x => 3 / x),
        (new Affine(1.0 / 3), x => x / 3),
        (new Pow(3), x => x * x * x),
        (new Pow(-1.75), x => Math.Pow(x, -1.75)),
        (new Gelu(Approximate: true), x => x / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
    ];

    [Fact]
    public void Activations_stay_within_their_bounds()
    {
        // Every 4093rd float of each sign, infinity not included, in one value of 16 channels.
        const int stride = 4093;
        int count = 0x7F800000 / stride / 8 * 8;
        float[] values = [.. Enumerable.Range(0, 2 * count).Select(i => BitConverter.Int32BitsToSingle(i / 2 * stride | (i % 2) << 31))];
        CompiledNetwork[] networks =
            CompiledNetwork.Build([.. s_cases.Select(test => Build.Single(test.Operation, values.Length / 16, 16))]);
        var errors = s_cases.Zip(networks, (test, compiled) =>
        {
            using Network network = compiled.Load(new StateDict(), new NetworkOptions { Threads = 1 });
            float[] results = compiled.Run(network, [values])[0];
            return values.Zip(results, (x, found) => (x, found, expected: test.Exact(x)))
                .Where(point => Math.Abs(point.expected) >= s_least && Math.Abs(point.expected) < float.MaxValue)
                .Select(point => (point.x,
                    error: Math.Abs(point.found - point.expected) / Allowed(test.Operation, point.x, point.expected)))
                .MaxBy(point => double.IsNaN(point.error) ? double.MaxValue : point.error) is var worst
                ? (test.Operation.Kind, worst.x, worst.error) : default;
        }).ToList();
        Assert.True(errors.All(error => error.error <= 1),
            string.Join(
                "\n", errors.Select(error =>
                    FormattableString.Invariant($"{error.Kind}: {error.error:F2} of what is allowed at {error.x:R}"))));
    }

    /// <summary>A result that is too small for <see cref="Activations_stay_within_their_bounds"/> is small, too, or gone.</summary>
    [Fact]
    public void Results_that_vanish_are_tiny()
    {
        float[] values = [.. Enumerable.Range(0, 1600).Select(i => -10 - i * 0.125f)];
        CompiledNetwork[] networks =
            CompiledNetwork.Build([.. s_cases.Select(test => Build.Single(test.Operation, values.Length / 16, 16))]);
        foreach (var (test, compiled) in s_cases.Zip(networks))
        {
            using Network network = compiled.Load(new StateDict(), new NetworkOptions { Threads = 1 });
            float[] results = compiled.Run(network, [values])[0];
            foreach (var (x, found) in values.Zip(results))
                if (Math.Abs(test.Exact(x)) < s_least)
                    Assert.True(Math.Abs(found) < 2 * s_least, FormattableString.Invariant($"{test.Operation.Kind} of {x:R} is {found:R}"));
        }
    }

    /// <summary>The error that a result may have.</summary>
    private static double Allowed(Operation operation, float x, double expected) =>
        operation is Gelu { Approximate: false } ? GeluRelative * Math.Abs(expected)
        : operation is Silu && Math.Abs(x) > SiluNear ? SiluRelative * Math.Abs(expected) : Bound * Unit(expected);

    /// <summary>The distance of two floats at this magnitude.</summary>
    private static double Unit(double value) => Math.ScaleB(1, Math.ILogB(value) - 23);

    private static double ExpM1(double x) =>
        Math.Abs(x) < 1e-2 ? x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6))))) : Math.Exp(x) - 1;

    /// <summary>tanh(ln(1 + e^x)), without cancellation for small e^x.</summary>
    private static double MishGate(double x)
    {
        if (x > 40) return 1;
        double n = Math.Exp(x) * (Math.Exp(x) + 2);
        return n / (n + 2);
    }

    /// <summary>The normal distribution function, relatively right on both sides: a series near 0, a continued fraction in the
    /// tails.</summary>
    private static double NormalTail(double x)
    {
        if (x > 3) return 1 - NormalTail(-x);
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (x < -3)
        {
            double fraction = -x;
            for (int n = 200; n > 0; n--) fraction = -x + n / fraction;
            return density / fraction;
        }
        double term = x, sum = x;
        for (int n = 3; Math.Abs(term) > 1e-18; n += 2) sum += term *= x * x / n;
        return 0.5 + density * sum;
    }
}
