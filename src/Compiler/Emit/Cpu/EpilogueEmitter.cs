using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>A pointer that a kernel needs for its epilogue.</summary>
/// <param name="Name">The local or parameter.</param>
/// <param name="Base">The expression for channel 0 of the first pixel.</param>
/// <param name="View">The value that it walks through with the pixels; null for one value per channel.</param>
/// <param name="IsOneNumber">There is one number for all channels, so that it stays where channels go on.</param>
public sealed record EpiloguePointer(string Name, string Base, View? View, bool IsOneNumber = false)
{
    /// <summary>What is added to the pointer for a channel: nothing where there is one number for all.</summary>
    public string Channel(string channel) => IsOneNumber ? "" : channel;
}

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
                : Operand(step, step.IsPerChannel(_output) ? $"s{i}" : $"r{i}{pixel(step.Operand)}", channel);
            yield return $"{value} = {Expression(step, value, operand, i, channel)};";
        }
    }

    private string Operand(EpilogueStep step, string pointer, string channel) =>
        step.IsOneNumber(_output) ? _code.Broadcast("*" + pointer) : _code.Load(pointer + channel);

    private string Expression(EpilogueStep step, string x, string operand, int index, string channel) => step.Operation switch
    {
        BinaryOperation binary => Combined(binary, x, operand),
        SampleStep { Each: { } each } => Combined(each, x, operand),
        Scale scale => $"{x} * {_code.Constant(scale.Factor)}",
        GradientStep gradient => gradient.OfGradient
            ? ActivationGradient.Expression(_code, _functions, gradient.Source, operand, x)
            : ActivationGradient.Expression(_code, _functions, gradient.Source, x, operand),
        Affine affine => Affine(affine, x),
        Clamp clamp => Clamped(clamp, x),
        Difference => $"{x} - {operand}",
        ChannelScale { Bias: null } => $"{x} * {_code.Load($"s{index}{channel}")}",
        ChannelAffine => _code.MultiplyAdd(x, _code.Load($"s{index}{channel}"), _code.Load($"t{index}{channel}")),
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
        Softplus => _functions.Call("Softplus", x),
        ThresholdedRelu relu =>
            $"{_code.Class}.ConditionalSelect({_code.Class}.LessThanOrEqual({x}, {_code.Constant(relu.Alpha)}), {_code.Zero}, {x})",
        Exp => _functions.Call("Exp", x),
        Log => _functions.Call("Ln", x),
        Sin => _functions.Call("Sin", x),
        Cos => _functions.Call("Cos", x),
        Pow { Exponent: 0 } => _code.Constant(1),
        Pow pow => _functions.Call("Pow", x, CodeWriter.Double(pow.Exponent)),
        Sqrt => $"{_code.Class}.Sqrt({x})",
        Rsqrt => $"{_code.Constant(1)} / {_code.Class}.Sqrt({x})",
        Square => $"{x} * {x}",
        Abs => $"{_code.Class}.Abs({x})",
        Reciprocal reciprocal => $"{_code.Constant(reciprocal.Numerator)} / {x}",
        Heaviside => Where("GreaterThan", x, _code.Constant(1), Where("LessThan", x, _code.Zero, _code.Constant(0.5))),
        IsZero => Where("Equals", x, _code.Constant(1), _code.Zero),
        _ => throw new NotSupportedException($"{step.Operation.Kind} has no vector form."),
    };

    private string Combined(BinaryOperation operation, string x, string operand)
    {
        string left = operation.IsReversed ? operand : x, right = operation.IsReversed ? x : operand;
        return operation switch
        {
            Add => $"{left} + {right}",
            Subtract => $"{left} - {right}",
            Multiply => $"{left} * {right}",
            Divide => $"{left} / {right}",
            Minimum => Extreme("LessThan", left, right),
            Maximum => Extreme("GreaterThan", left, right),
            Power => _functions.Call("Power", left, right),
            _ => throw new NotSupportedException($"{operation.Kind} has no vector form."),
        };
    }

    /// <summary>The one of two that a comparison chooses, or NaN where either is.</summary>
    private string Extreme(string comparison, string left, string right) =>
        $"{_code.Class}.ConditionalSelect({_code.Class}.{comparison}({left}, {right}) | ~{_code.Class}.Equals({left}, "
            + $"{left}), {left}, {right})";

    /// <summary>The one of two values that a comparison with 0 chooses.</summary>
    private string Where(string comparison, string x, string chosen, string other) =>
        $"{_code.Class}.ConditionalSelect({_code.Class}.{comparison}({x}, {_code.Zero}), {chosen}, {other})";

    private string Affine(Affine affine, string x) => affine switch
    {
        { Offset: 0 } => $"{x} * {_code.Constant(affine.Scale)}",
        { Scale: 1, Offset: < 0 } => $"{x} - {_code.Constant(-affine.Offset)}",
        { Scale: 1 } => $"{x} + {_code.Constant(affine.Offset)}",
        { Scale: -1 } => $"{_code.Constant(affine.Offset)} - {x}",
        _ => _code.MultiplyAdd(x, _code.Constant(affine.Scale), _code.Constant(affine.Offset)),
    };

    /// <summary>NaN stays, for it stands second.</summary>
    private string Clamped(Clamp clamp, string x)
    {
        string raised = clamp.Min is { } min ? _code.Max(_code.Constant(min), x) : x;
        return clamp.Max is { } max ? _code.Min(_code.Constant(max), raised) : raised;
    }

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
                    ? new EpiloguePointer($"s{i}", KernelText.Base(operand), null, step.IsOneNumber(_output))
                    : new EpiloguePointer($"r{i}", KernelText.Base(operand), operand, step.IsOneNumber(_output));
            if (step.Vector.Count > 0) yield return new EpiloguePointer($"s{i}", KernelText.Weights(step.Vector[0]), null);
            if (step.Vector.Count > 1) yield return new EpiloguePointer($"t{i}", KernelText.Weights(step.Vector[1]), null);
        }
    }
}
