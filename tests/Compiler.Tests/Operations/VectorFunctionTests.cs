using System.Runtime.Intrinsics.X86;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>The activations as kernels compute them, in single precision, against their definitions in double precision.</summary>
public class VectorFunctionTests
{
    private static readonly Dictionary<string, string[]> Functions = new()
    {
        ["Exp"] = [],
        ["Ln"] = [],
        ["Sin"] = [],
        ["Cos"] = [],
        ["Pow"] = ["-1.75d"],
        ["Sigmoid"] = [],
        ["Silu"] = [],
        ["HardSwish"] = [],
        ["Tanh"] = [],
        ["Elu"] = ["0.5f"],
        ["Mish"] = [],
        ["Softplus"] = [],
        ["Gelu"] = [],
        ["GeluTanh"] = [],
        ["SigmoidDerivative"] = [],
        ["SiluDerivative"] = [],
        ["HardSwishDerivative"] = [],
        ["TanhDerivative"] = [],
        ["EluDerivative"] = ["0.5f"],
        ["MishDerivative"] = [],
        ["GeluDerivative"] = [],
        ["GeluTanhDerivative"] = [],
    };

    private const string Derivative = "Derivative";

    private static readonly Lazy<Dictionary<InstructionSet, VectorFunctionRunner>> Runners = new(() => InstructionSet.All
        .Where(set => set == InstructionSet.Portable || (Fma.IsSupported && Avx2.IsSupported))
        .ToDictionary(set => set, set => new VectorFunctionRunner(set, Functions)));

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_within_a_few_units_of_the_last_place(string name)
    {
        Func<double, double> exact = Definition(name);
        float[] inputs = Values(), results = Runners.Value[InstructionSet.Portable].Run(name, inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            double expected = exact(inputs[i]);
            if (Math.Abs(expected) > float.MaxValue) continue;
            if (double.IsNaN(expected))
            {
                Assert.True(float.IsNaN(results[i]), FormattableString.Invariant($"{name}({inputs[i]:R}) is {results[i]:R}."));
                continue;
            }
            // Relative to the input as well: near −∞ a product of x and a vanishing gate has no relative accuracy in single precision.
            double tolerance = 8 * Math.Pow(2, -24) * Math.Max(Math.Abs(expected), Math.Min(Math.Abs(inputs[i]), 1));
            Assert.True(
                Math.Abs(results[i] - expected) <= tolerance,
                FormattableString.Invariant($"{name}({inputs[i]:R}) is {results[i]:R}; {expected:R} was expected."));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_the_same_bits_in_every_instruction_set(string name)
    {
        float[] inputs = [.. Values(), .. Special];
        int[][] results = [.. Runners.Value.Values
            .Select(runner => Array.ConvertAll(runner.Run(name, inputs), BitConverter.SingleToInt32Bits))];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Treats_NaN_and_infinity_as_the_definition_does(string name)
    {
        // Whether a result below the normal numbers vanishes, and with which sign, is not fixed.
        static float Flushed(float value) => MathF.Abs(value) < 1e-36f ? 0 : value;
        float[] results = Runners.Value[InstructionSet.Portable].Run(name, Special);
        // At infinity a derivative may be its limit or no number, as its definition happens to be written.
        bool IsFixed(float value) => !float.IsInfinity(value) || !name.EndsWith(Derivative, StringComparison.Ordinal);
        Assert.Equal(Special.Where(IsFixed).Select(value => Flushed((float)Definition(name)(value))),
            results.Where((_, i) => IsFixed(Special[i])).Select(Flushed));
    }

    private static float[] Special { get; } =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1e-40f, float.MaxValue, float.MinValue,
        1000, -1000, 200, -200, BitConverter.UInt32BitsToSingle(0x7FC00001), BitConverter.UInt32BitsToSingle(0xFFFFFFFF), 0, 0,
    ];

    private static Func<double, double> Definition(string name) => name == "Exp" ? Math.Exp
        : name == "Ln" ? Math.Log
        : name == "Pow" ? x => Math.Pow(x, -1.75)
        : name.EndsWith(Derivative, StringComparison.Ordinal) ? Activation(name[..^Derivative.Length]).Derivative : Activation(name).Apply;

    private static ElementwiseOperation Activation(string name) => name switch
    {
        "Sin" => new Sin(),
        "Cos" => new Cos(),
        "Gelu" => new Gelu(),
        "Elu" => new Elu(0.5),
        "Softplus" => new Softplus(),
        _ => (ElementwiseOperation)ActivationTable.Create(name)!,
    };

    private static float[] Values()
    {
        var random = new Random(1);
        float Next(double scale) => (float)((2 * random.NextDouble() - 1) * scale);
        return [.. Enumerable.Range(0, 1 << 16)
            .Select(i => (i % 4) switch { 0 => Next(100), 1 => Next(Math.Pow(10, -6 * random.NextDouble())), _ => Next(10) })];
    }
}
