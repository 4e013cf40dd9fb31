using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>A pointer that a kernel needs for its epilogue.</summary>
/// <param name="Name">The local or parameter.</param>
/// <param name="Base">The expression for channel 0 of the first pixel.</param>
/// <param name="View">The value that it walks through with the pixels; null for one value per channel.</param>
public sealed record EpiloguePointer(string Name, string Base, View? View);

/// <summary>Prints the operations on a result in a register.</summary>
public sealed class EpilogueEmitter
{
    private readonly VectorCode _code;
    private readonly VectorFunctions _functions;
    private readonly EquatableArray<EpilogueStep> _steps;
    private readonly View _output;

    public EpilogueEmitter(VectorCode code, VectorFunctions functions, EquatableArray<EpilogueStep> steps, View output)
    {
        _code = code;
        _functions = functions;
        _steps = steps;
        _output = output;
        Pointers = [.. FindPointers()];
    }

    public IReadOnlyList<EpiloguePointer> Pointers { get; }

    public bool IsEmpty => _steps.Count == 0;

    /// <summary>It becomes a <see cref="LongEpilogue"/>.</summary>
    public bool IsLong => _steps.Any(step => step.IsLong());

    /// <summary>Statements that take <paramref name="value"/> through the epilogue.</summary>
    /// <param name="value">The variable.</param>
    /// <param name="pixel">The text to add to a pointer for the pixel: <c>" + 64"</c> or empty.</param>
    /// <param name="channel">The text to add to a pointer for the channel: <c>" + 8"</c> or empty.</param>
    public IEnumerable<string> Apply(string value, Func<View, string> pixel, string channel)
    {
        for (int i = 0; i < _steps.Count; i++)
        {
            EpilogueStep step = _steps[i];
            string operand = step.Operand is null ? ""
                : step.IsPerChannel(_output) ? _code.Load($"s{i}{channel}")
                : _code.Load($"r{i}{pixel(step.Operand)}{channel}");
            yield return $"{value} = {Expression(step, value, operand, i, channel)};";
        }
    }

    private string Expression(EpilogueStep step, string x, string operand, int index, string channel) => step.Operation switch
    {
        Add => $"{x} + {operand}",
        Multiply => $"{x} * {operand}",
        SampleStep { Each: Add } => $"{x} + {operand}",
        SampleStep { Each: Multiply } => $"{x} * {operand}",
        Scale scale => $"{x} * {_code.Constant(scale.Factor)}",
        GradientStep gradient => gradient.OfGradient
            ? ActivationGradient.Expression(_code, _functions, gradient.Source, operand, x)
            : ActivationGradient.Expression(_code, _functions, gradient.Source, x, operand),
        Difference => $"{x} - {operand}",
        BatchNorm => _code.MultiplyAdd(x, _code.Load($"s{index}{channel}"), _code.Load($"t{index}{channel}")),
        PRelu => Leaky(x, _code.Load($"s{index}{channel}")),
        Relu => _code.Max(_code.Zero, x),
        Relu6 => _code.Min(_code.Constant(6), _code.Max(_code.Zero, x)),
        LeakyRelu leaky => Leaky(x, _code.Constant(leaky.Slope)),
        HardSigmoid hard => Unit(_code.MultiplyAdd(x, _code.Constant(hard.Slope), _code.Constant(hard.Offset))),
        HardSwish => _functions.Call("HardSwish", x),
        Sigmoid => _functions.Call("Sigmoid", x),
        Silu => _functions.Call("Silu", x),
        Tanh => _functions.Call("Tanh", x),
        Gelu gelu => _functions.Call(gelu.Approximate ? "GeluTanh" : "Gelu", x),
        Elu elu => _functions.Call("Elu", x, CodeWriter.Float(elu.Alpha)),
        Mish => _functions.Call("Mish", x),
        _ => throw new NotSupportedException($"{step.Operation.Kind} has no vector form."),
    };

    /// <summary>Between 0 and 1.</summary>
    private string Unit(string x) => _code.Min(_code.Constant(1), _code.Max(_code.Zero, x));

    private string Leaky(string x, string slope) =>
        $"{_code.Class}.ConditionalSelect({_code.Class}.LessThan({x}, {_code.Zero}), {x} * {slope}, {x})";

    private IEnumerable<EpiloguePointer> FindPointers()
    {
        for (int i = 0; i < _steps.Count; i++)
        {
            EpilogueStep step = _steps[i];
            if (step.Operand is { } operand)
                yield return step.IsPerChannel(_output)
                    ? new EpiloguePointer($"s{i}", KernelText.Base(operand), null)
                    : new EpiloguePointer($"r{i}", KernelText.Base(operand), operand);
            if (step.Vector.Count > 0) yield return new EpiloguePointer($"s{i}", KernelText.Weights(step.Vector[0]), null);
            if (step.Vector.Count > 1) yield return new EpiloguePointer($"t{i}", KernelText.Weights(step.Vector[1]), null);
        }
    }
}
