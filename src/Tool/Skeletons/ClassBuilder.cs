using Fusion.Tool.Shell;

namespace Fusion.Tool.Skeletons;

/// <summary>Makes the fields of one class from the modules in a module.</summary>
internal sealed class ClassBuilder(SkeletonWriter writer, Module module, bool isBlock)
{
    private readonly ClassText _text = new(isBlock);
    private readonly HashSet<string> _names = [];
    private ChannelFlow? _flow;
    private bool _isChain = true;

    /// <summary>The channels that the class reads, and those that it makes.</summary>
    public int Inputs { get; private set; }

    public int Outputs => _flow?.Last.Channels ?? 0;

    /// <summary>The text; null where the module holds nothing that could be guessed.</summary>
    public ClassText? Build()
    {
        if (module.IsSequence) AddSequence(module, "");
        else
            foreach (Module child in module.Children) AddModule(child, child.Name);
        writer.Leave(module.Tensors.Values);
        if (_flow is null) return null;
        Finish();
        return _text;
    }

    private void AddModule(Module child, string relative)
    {
        if (child.IsLeaf) AddLeaf(child, relative);
        else if (child.IsSequence) AddSequence(child, relative);
        else if (writer.Block(child) is { } block)
            Add(relative, block.Inputs, block.Outputs, null, (_, name) => block.Attribute(name, 1), "");
    }

    private void AddLeaf(Module leaf, string relative)
    {
        if (writer.Guess(leaf) is not { } guess)
        {
            writer.Leave(leaf.All);
            return;
        }
        if (guess.Kind == "BatchNorm" && _text.Fields.Count > 0 && _flow!.Last.Channels == guess.Outputs
            && IsNormOf(_text.Fields[^1], relative))
        {
            SkeletonField field = _text.Fields[^1];
            field.Attributes[^1] = field.Attributes[^1].Replace(", Bias = false", "", StringComparison.Ordinal);
            field.Attributes.Add("BatchNorm");
            return;
        }
        Add(relative, guess.Inputs, guess.Outputs, guess, (groups, name) => guess.Attribute(groups, false, name, ClassText.Number),
            guess.Kernel.Any(size => size > 1) ? "stride, activation" : guess.Kernel.Count > 0 || guess.Kind == "Linear"
                ? "activation"
                : "");
    }

    /// <summary>conv1 and bn1, of which a field conv1 has both.</summary>
    private static bool IsNormOf(SkeletonField field, string norm) =>
        field.Attributes.Count == 1 && field.Attributes[0].Contains("Conv(", StringComparison.Ordinal)
            && !field.Attributes[0].Contains("Bias = true", StringComparison.Ordinal)
            && field.Attributes[0].Contains("Bias = false", StringComparison.Ordinal)
            && field.Name.StartsWith("conv", StringComparison.Ordinal) && norm == "bn" + field.Name["conv".Length..];

    /// <summary>A convolution before a normalisation has no bias, unless it says so.</summary>
    private static void KeepBias(List<string> attributes)
    {
        string last = attributes[^1];
        if (last.Contains("Conv", StringComparison.Ordinal) && last[^1] == ')' && !last.Contains("Bias =", StringComparison.Ordinal))
            attributes[^1] = last[..^1] + ", Bias = true)";
    }

    /// <summary>One field where its modules follow on each other; else a field for each.</summary>
    private void AddSequence(Module sequence, string relative)
    {
        var list = new SequenceText(writer, sequence, _flow?.Last.Channels);
        if (list.Build() is not { } attributes)
        {
            foreach (Module child in sequence.Children)
                AddModule(child, relative.Length == 0 ? child.Name : $"{relative}.{child.Name}");
            return;
        }
        if (list.Parameterized == 1)
        {
            Add(list.OnlyName(relative), list.Inputs, list.Outputs, list.First, (_, _) =>
                list.Only(list.OnlyName(relative)), list.Hint, isNamed: true);
            return;
        }
        // A prefix keeps a field with conv in its name from being a convolution and its norm, conv and bn.
        if (relative.Length == 0 || relative.Contains('.') || relative.Contains("conv", StringComparison.Ordinal))
            attributes.Insert(0, $"Prefix({SafeText.Literal(relative)})");
        Add(relative, list.Inputs, list.Outputs, list.First, (_, name) =>
            (name is null || attributes[0].StartsWith("Prefix", StringComparison.Ordinal) ? "" : $"Prefix({SafeText.Literal(name)}), ")
                + string.Join(", ", attributes),
            list.Hint, isVector: list.IsVector);
    }

    private void Add(
        string relative, int inputs, int outputs, LayerGuess? guess, Func<int, string?, string> attribute, string hint,
        bool isNamed = false,
        bool isVector = false)
    {
        bool isOneLinear = guess?.Kind == "Linear" && !isVector;
        isVector |= guess?.Kind == "Linear" && writer.Rank > 0 && !isBlock;
        if (_flow is null)
        {
            Inputs = guess is { IsLikelyDepthwise: true } && (isBlock || _text.Fields.Count > 0) ? guess.Outputs : inputs;
            _flow = new ChannelFlow(new FlowValue("x", Inputs, IsVector: false));
        }
        (FlowValue value, int groups) = _flow.Read(guess, inputs, relative);
        if (guess?.Kind == "BatchNorm" && value == _flow.Last && _text.Fields.Count > 0) KeepBias(_text.Fields[^1].Attributes);
        string field = FieldNames.Field(relative, _names);
        _names.Add(field);
        _text.Fields.Add(new SkeletonField(field, [attribute(groups, field == relative || isNamed ? null : relative)], hint));
        int wanted = guess is { IsConvolution: true } ? guess.Inputs * groups : inputs;
        // A single linear layer has the pooling in front of it in its own field.
        bool pools = isOneLinear && !value.IsVector && isVector && value.Channels == wanted && value == _flow.Last;
        if (pools) _text.Fields[^1].Attributes.Insert(0, "GlobalAveragePool");
        string read = pools ? value.Name : isVector && !value.IsVector
            ? Vector(value, wanted)
            : ChannelFlow.Adapted(value.Name, value.Channels, wanted);
        _isChain &= value == _flow.Last && read == value.Name;
        value.IsUsed = true;
        var result = new FlowValue($"v{_text.Fields.Count}", outputs, isVector || value.IsVector);
        _text.Statements.Add($"Tensor {result.Name} = {field}({read});");
        _flow.Add(result);
    }

    /// <summary>The value without its positions: their mean, or all of them where a linear layer reads a multiple of the
    /// channels.</summary>
    private string Vector(FlowValue value, int inputs)
    {
        int positions = inputs / value.Channels, edge = (int)Math.Round(Math.Pow(positions, 1.0 / writer.Rank));
        return writer.Rank == 2 && edge > 1 && edge * edge * value.Channels == inputs
            ? $"Flatten(Resize({value.Name}, {edge}))"
            : ChannelFlow.Adapted($"GlobalAveragePool({value.Name})", value.Channels, inputs);
    }

    /// <summary>Values that nobody has read yet are results, too: sums where their channels agree, as of a residual block.</summary>
    private void Finish()
    {
        FlowValue last = _flow!.Last;
        List<FlowValue> open = [.. _flow.Values
            .Where(value => !value.IsUsed && value != last && value.IsVector == last.IsVector && value.Name != "x")];
        if (_isChain && open.Count == 0)
        {
            _text.Statements.Clear();
            return;
        }
        string result = last.Name;
        int channels = last.Channels;
        foreach (FlowValue value in open)
        {
            bool isSum = value.Channels == channels;
            result = isSum ? $"{value.Name} + {result}" : $"Concat({value.Name}, {result})";
            if (!isSum) channels += value.Channels;
        }
        if (open.Count > 0) _flow.Add(new FlowValue("result", channels, last.IsVector));
        _text.Statements.Add($"return {result};");
    }
}
