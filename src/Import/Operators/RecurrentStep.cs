using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>
/// A recurrent layer over a sequence of one step, as models for streams have it, whose caller keeps the state: linear layers and
/// arithmetic, from any state and with every result. Values are [1, batch, …] here.
/// </summary>
internal sealed class RecurrentStep
{
    private readonly NodeContext _context;
    private readonly string _path;
    private readonly int _hidden;
    private readonly ConstantTensor _recurrent;
    private readonly float[] _inputBias, _stateBias;

    private RecurrentStep(NodeContext context, int gates)
    {
        _context = context;
        _recurrent = context.Constant(2);
        ConstantTensor weight = context.Constant(1);
        if (_recurrent.Dimensions is not [1, var rows, var hidden] || rows != gates * hidden
            || weight.Dimensions is not [1, var own, var inputs] || own != rows || inputs != X.Sizes[^1])
        {
            throw new ImportException(
                $"the weights {ConstantTensor.Text(weight.Dimensions)} and {ConstantTensor.Text(_recurrent.Dimensions)} do not fit {gates} "
                + $"gates and the input {ConstantTensor.Text(X.Sizes)}");
        }

        (_path, _hidden) = (context.Path(1), hidden);
        float[] biases = context.ConstantOrNull(3)?.Floats ?? new float[2 * rows];
        (_inputBias, _stateBias) = (biases[..rows], biases[rows..(2 * rows)]);
    }

    /// <summary>Whether a node is such a step, and needs to be imported as one: from another state than 0, or for its last cell state, or
    /// because the language's layer has its reset gate elsewhere.</summary>
    public static bool Fits(NodeContext context)
    {
        int[] sizes = context.Input(0).Sizes;
        int length = context.Int("layout", 0) == 0 ? 0 : 1;
        if (sizes.Length != 3 || sizes[length] != 1 || context.Text("direction", "forward") == "bidirectional") return false;
        return IsState(5) || IsState(6) || (context.Node.Outputs.Count > 2 && context.Session.IsRead(context.Node.Outputs[2]))
            || (context.Node.Operator == "GRU" && context.Int("linear_before_reset", 0) == 0);

        bool IsState(int input) => context.Has(input)
            && (context.Input(input).Constant is not { } constant || constant.Floats.Any(value => value != 0));
    }

    public static void Rnn(NodeContext context)
    {
        var step = new RecurrentStep(context, 1);
        ImportedValue sum = Arithmetic.Add(context, step.OfInput(step._stateBias), step.OfState(step.State(5), 0, 1));
        step.Return(step.Apply(new Tanh(), sum), null);
    }

    public static void Gru(NodeContext context)
    {
        // The gates are update, reset, new.
        var step = new RecurrentStep(context, 3);
        bool isBefore = context.Int("linear_before_reset", 0) == 0;
        int hidden = step._hidden;
        float[] bias = [.. step._stateBias.Select((value, i) => isBefore || i < 2 * hidden ? value : 0)];
        ImportedValue state = step.State(5), input = step.OfInput(bias), both = step.OfState(state, 0, 2);
        ImportedValue update = step.Apply(new Sigmoid(), Arithmetic.Add(context, step.Part(input, 0), step.Part(both, 0)));
        ImportedValue reset = step.Apply(new Sigmoid(), Arithmetic.Add(context, step.Part(input, 1), step.Part(both, 1)));
        ImportedValue change = isBefore
            ? step.OfState(Arithmetic.Multiply(context, reset, state), 2, 1)
            : Arithmetic.Multiply(context, reset, step.OfState(state, 2, 1, step._stateBias[(2 * hidden)..]));
        ImportedValue made = step.Apply(new Tanh(), Arithmetic.Add(context, step.Part(input, 2), change));
        // (1 − z) · new + z · old.
        ImportedValue difference = Arithmetic.Subtract(context, state, made);
        step.Return(Arithmetic.Add(context, made, Arithmetic.Multiply(context, update, difference)), null);
    }

    public static void Lstm(NodeContext context)
    {
        // The gates are input, output, forget, cell.
        var step = new RecurrentStep(context, 4);
        ImportedValue sum = Arithmetic.Add(context, step.OfInput(step._stateBias), step.OfState(step.State(5), 0, 4));
        ImportedValue kept = Arithmetic.Multiply(context, step.Apply(new Sigmoid(), step.Part(sum, 2)), step.State(6));
        ImportedValue added = Arithmetic.Multiply(context, step.Apply(new Sigmoid(), step.Part(sum, 0)),
            step.Apply(new Tanh(), step.Part(sum, 3)));
        ImportedValue cell = Arithmetic.Add(context, kept, added);
        ImportedValue shown = step.Apply(new Sigmoid(), step.Part(sum, 1));
        step.Return(Arithmetic.Multiply(context, shown, step.Apply(new Tanh(), cell)), cell);
    }

    private bool IsBatchFirst => _context.Int("layout", 0) != 0;

    private TracedValue X => Turned(_context.Traced(0));

    /// <summary>A state, from 0 where none is given.</summary>
    private ImportedValue State(int input)
    {
        if (!_context.Has(input)) return ConstantTensor.OfFloats([1, 1, _hidden], new float[_hidden]);
        if (_context.Input(input) is { Traced: { } traced }) return Turned(traced);
        ConstantTensor constant = _context.Constant(input);
        if (IsBatchFirst) constant = constant.Transposed([1, 0, 2]);
        ConstantTensor once = constant.Dimensions[1] > 1 && constant.Once(1) is { } same ? same : constant;
        return once.Dimensions[1] == 1 ? once : throw new ImportException("its state differs between the samples of the batch");
    }

    /// <summary>What all gates get from the input.</summary>
    private ImportedValue OfInput(float[] bias)
    {
        float[] all = [.. _inputBias.Zip(bias, (a, b) => a + b)];
        return Linear(_path + ".input_gates", X, _context.Constant(1).Reshaped(_context.Constant(1).Dimensions[1..]), all);
    }

    /// <summary>What some of the gates get from the state.</summary>
    private ImportedValue OfState(ImportedValue state, int first, int count, float[]? bias = null)
    {
        int rows = count * _hidden, start = first * _hidden;
        float[] all = _recurrent.Floats[(start * _hidden)..((start + rows) * _hidden)];
        if (state.Traced is { } traced)
        {
            string path = _path + (first == 0 ? ".state_gates" : ".state_change");
            return Linear(path, traced, ConstantTensor.OfFloats([rows, _hidden], all), bias);
        }

        float[] from = state.Constant!.Floats, sums = bias is null ? new float[rows] : [.. bias];
        for (int row = 0; row < rows; row++)
            for (int i = 0; i < _hidden; i++) sums[row] += all[row * _hidden + i] * from[i];
        return ConstantTensor.OfFloats([1, 1, rows], sums);
    }

    private TracedValue Linear(string path, TracedValue value, ConstantTensor weight, float[]? bias)
    {
        string own = _context.Session.Names.Unique(path);
        bool hasBias = bias is not null && Array.Exists(bias, number => number != 0);
        _context.Weight(own + ".weight", weight);
        if (hasBias) _context.Weight(own + ".bias", ConstantTensor.OfFloats([weight.Dimensions[0]], bias!));
        return Linears.Apply(_context, value, new Linear(own, weight.Dimensions[0], hasBias), own);
    }

    /// <summary>A gate's share of what all gates get.</summary>
    private ImportedValue Part(ImportedValue all, int gate)
    {
        var range = new SliceRange(gate * _hidden, _hidden, 1);
        return all.Traced is { } traced
            ? Slicing.Take(_context, traced, 2, range)
            : all.Constant!.Picked([1, 1, _hidden], i => range.Start + i);
    }

    private ImportedValue Apply(Operation activation, ImportedValue value) =>
        value.Traced! with { Node = _context.Add(activation, value.Traced!.Node) };

    private void Return(ImportedValue state, ImportedValue? cell)
    {
        TracedValue last = Turned(state.Traced!);
        Extent[] all = IsBatchFirst ? [last.Dims[0], Extent.One, Extent.One, last.Dims[2]] : [Extent.One, .. last.Dims];
        _context.Return(last with { Dims = all });
        _context.Return(last, 1);
        if (cell is { } own) _context.Return(Turned(own.Traced!), 2);
    }

    /// <summary>The first two dimensions in each other's place where the batch stands first.</summary>
    private TracedValue Turned(TracedValue value) =>
        IsBatchFirst ? value with { Dims = [value.Dims[1], value.Dims[0], value.Dims[2]] } : value;
}
