namespace Fusion.Tool.Skeletons;

/// <summary>The operations of an <c>nn.Sequential</c> as one field. Numbers that are missing are operations without parameters.</summary>
internal sealed class SequenceText(SkeletonWriter writer, Module sequence, int? channels)
{
    private readonly List<(string Text, int Count, Func<string?, int, string> Print)> _items = [];
    private LayerGuess? _onlyGuess;
    private bool _hasGaps;

    public int Inputs { get; private set; }

    public int Outputs { get; private set; }

    /// <summary>The first layer, where it is one and no block.</summary>
    public LayerGuess? First { get; private set; }

    /// <summary>Whether its first layer is linear.</summary>
    public bool IsVector => First?.Kind == "Linear";

    /// <summary>Modules with parameters.</summary>
    public int Parameterized => sequence.Children.Count;

    public string Hint => _hasGaps ? "stride, and the operations without parameters" : "strides, activations";

    /// <summary>The attributes; null where its modules do not follow on each other, or one is not known.</summary>
    public List<string>? Build()
    {
        List<string> attributes = [];
        int next = 0;
        foreach (Module child in sequence.Children)
        {
            int gap = child.Number!.Value - next;
            if (gap > 8) return null;
            if (gap > 0) FillGap(gap);
            if (!Add(child)) return null;
            next = child.Number.Value + 1;
        }
        foreach (var (_, count, print) in _items) attributes.Add(print(null, count));
        return attributes;
    }

    /// <summary>Where there is one module with parameters, it would be called after the field alone: it gets its whole name.</summary>
    public string OnlyName(string relative) => relative.Length == 0 ? sequence.Children[0].Name : $"{relative}.{sequence.Children[0].Name}";

    public string Only(string name) => _items[^1].Print(name, 1);

    private void FillGap(int gap)
    {
        _hasGaps = true;
        for (int i = 0; i < gap; i++)
        {
            string filler = i == 0 && _items.Count > 0 ? "Relu" : "Dropout";
            _items.Add((filler, 1, (_, _) => filler));
        }
    }

    private bool Add(Module child)
    {
        bool isFirst = First is null && Inputs == 0;
        int inputs, outputs;
        if (child.IsLeaf)
        {
            if (writer.Guess(child) is not { } guess) return false;
            int before = isFirst ? channels ?? (guess.IsLikelyDepthwise ? guess.Outputs : guess.Inputs) : Outputs;
            int groups = guess.IsLikelyDepthwise && before == guess.Outputs ? guess.Outputs : 1;
            if (!isFirst && guess.IsConvolution && groups == 1 && before != guess.Inputs && before % guess.Inputs == 0
                && guess.Outputs % (before / guess.Inputs) == 0) groups = before / guess.Inputs;
            inputs = guess.IsConvolution ? guess.Inputs * groups : guess.Inputs;
            outputs = guess.Outputs;
            if (isFirst) First = guess;
            _onlyGuess = guess;
            bool isNormalized = IsFollowedByNorm(child);
            _items.Add(("", 1, (name, _) => guess.Attribute(groups, name is null && isNormalized, name, ClassText.Number)));
        }
        else
        {
            if (writer.Block(child) is not { } block) return false;
            (inputs, outputs) = (block.Inputs, block.Outputs);
            string text = block.Attribute(null, 1);
            if (_items.Count > 0 && _items[^1].Text == text && block.Inputs == block.Outputs)
                _items[^1] = (text, _items[^1].Count + 1, _items[^1].Print);
            else _items.Add((text, 1, block.Attribute));
        }
        if (isFirst) Inputs = inputs;
        else if (inputs != Outputs) return false;
        Outputs = outputs;
        return true;
    }

    private bool IsFollowedByNorm(Module child)
    {
        int index = sequence.Children.IndexOf(child) + 1;
        return index < sequence.Children.Count && sequence.Children[index].Number == child.Number + 1
            && sequence.Children[index].IsLeaf && writer.Guess(sequence.Children[index])?.Kind == "BatchNorm";
    }
}
