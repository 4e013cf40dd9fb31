namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Convolutions of the same value whose results are added, each after its BatchNorm, become one whose weights are the sum of theirs; the
/// value itself counts as a convolution with the unit matrix. So a RepVGG block (3×3, 1×1 and identity) costs no more than its 3×3. Done
/// where that takes no more multiply-adds than before, and not for a value that is merely added to one convolution: an epilogue does that
/// exactly, and as quickly. Nor where the kernel would have weights that no branch has.
/// </summary>
public sealed class MergeBranches : IRewritePass
{
    /// <summary>Of larger kernels, generated code would have to list where every tap of every branch falls.</summary>
    private const int MostTaps = 1024;

    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode sum in graph.Nodes)
        {
            if (sum.Operation is not Add || IsInner(graph, sum)) continue;
            List<EditableNode> terms = Terms(graph, sum);
            var branches = terms.Where(term => term.Shape == sum.Shape).Select(term => SummedBranch.Of(graph, term)).ToList();
            NoteShared(graph, branches, notes);
            var merged = new List<EditableNode>();
            foreach (var sameInput in branches.GroupBy(branch => branch.Input).ToList())
            {
                foreach (List<SummedBranch> group in Alike(sameInput, notes))
                {
                    if (group.Count(branch => branch.HasWeights) < 2 || Merge(group, sum.Shape, notes) is not { } convolution) continue;
                    EditableNode node = graph.Add(convolution, [sameInput.Key], sum, -0.25);
                    node.Name = string.Join(" + ", group.Select(branch => branch.Name).Where(name => name.Length > 0).Distinct());
                    merged.Add(node);
                    foreach (SummedBranch branch in group) terms.Remove(branch.Term);
                }
            }
            if (merged.Count > 0) Replace(graph, sum, [.. merged, .. terms]);
        }
    }

    /// <summary>
    /// Branches that can be one convolution as far as strides and groups are concerned. Identities join the first that they fit.
    /// </summary>
    private static IEnumerable<List<SummedBranch>> Alike(IEnumerable<SummedBranch> branches, FusionNotes notes)
    {
        var groups = branches.Where(branch => !branch.IsIdentity)
            .GroupBy(branch => (branch.Convolution.Stride, branch.Convolution.Groups)).Select(group => group.ToList()).ToList();
        foreach (SummedBranch identity in branches.Where(branch => branch.IsIdentity))
            groups.FirstOrDefault(group => group[0].Convolution.Stride == identity.Convolution.Stride)?.Add(identity);
        if (groups.Count > 1)
            notes.NotFused(
                groups[0][0].Name,
                $"its weights are not added to those of {groups[1][0].Name}, because they have different strides or groups.");
        return groups;
    }

    private static PackedConvolution? Merge(List<SummedBranch> branches, Shape output, FusionNotes notes)
    {
        Shape[] input = [branches[0].Input.Shape];
        var sum = new LayerSum(branches.Select(branch => branch.InGroups(branches[0].Convolution.Groups)).ToEquatableArray());
        PackedConvolution? convolution = sum.ToConvolution();
        long before = branches.Where(branch => !branch.IsIdentity).Sum(branch => branch.Convolution.MultiplyAdds(input, output));
        string reason = convolution is null || convolution.InferShape(input) != output ? "their taps do not fall on one grid"
            : sum.Depth > MergedLayer.MostDepth ? "too many layers are merged already"
            : convolution.Taps > MostTaps ? $"their kernel has {FusionNotes.Number(convolution.Taps)} taps"
            : convolution.MultiplyAdds(input, output) > before
            ? $"one kernel for all would take {FusionNotes.Number(convolution.MultiplyAdds(input, output))} multiply-adds instead of "
                + $"{FusionNotes.Number(before)}"
            : !sum.IsFull ? "one kernel for all would have weights that none of them has: zeros, which make NaN of infinity"
            : "";
        if (reason.Length == 0) return convolution;
        string others = string.Join(", ", branches.Skip(1).Select(branch => branch.Name.Length > 0 ? branch.Name : "its input"));
        notes.NotFused(branches[0].Name, $"its weights are not added to those of {others}, because {reason}.");
        return null;
    }

    /// <summary>Says which convolutions could be branches if nobody else read their results.</summary>
    private static void NoteShared(GraphEditor graph, List<SummedBranch> branches, FusionNotes notes)
    {
        foreach (EditableNode value in branches.Where(branch => branch.IsIdentity).Select(branch => branch.Input).Distinct())
        {
            EditableNode source = value;
            while (source.Operation is ChannelAffine && graph.KeepingTap(source) is not null) source = source.Inputs[0];
            if (source.Operation is PackedConvolution
                && branches.FirstOrDefault(branch => !branch.IsIdentity && branch.Input == source.Inputs[0]) is { } other)
            {
                string why = graph.KeepingTap(value) is { } tap ? $"the tap {tap} shows its result" : "its result is read elsewhere, too";
                notes.NotFused(value.Title, $"its weights are not added to those of {other.Name}, because {why}.");
            }
        }
    }

    /// <summary>Puts the sum of these terms, of which the first has its shape, in the place of a sum.</summary>
    private static void Replace(GraphEditor graph, EditableNode sum, List<EditableNode> terms)
    {
        if (terms.Count == 1)
        {
            sum.Name = terms[0].Name;
            graph.Set(sum, terms[0].Operation, terms[0].Inputs);
            return;
        }
        EditableNode left = terms[0];
        foreach (EditableNode term in terms.Skip(1).Take(terms.Count - 2)) left = graph.Add(new Add(), [left, term], sum, -0.125);
        graph.Set(sum, new Add(), [left, terms[terms.Count - 1]]);
    }

    /// <summary>What a sum and the sums in it add up.</summary>
    private static List<EditableNode> Terms(GraphEditor graph, EditableNode sum)
    {
        var terms = new List<EditableNode>();
        var open = new Stack<EditableNode>(sum.Inputs.Reverse());
        while (open.Count > 0)
        {
            EditableNode term = open.Pop();
            if (term.Operation is not Add || term.Shape != sum.Shape || !IsInner(graph, term)) terms.Add(term);
            else foreach (EditableNode input in term.Inputs.Reverse()) open.Push(input);
        }
        return terms;
    }

    private static bool IsInner(GraphEditor graph, EditableNode sum) =>
        graph.OnlyConsumer(sum) is { Operation: Add } outer && outer.Shape == sum.Shape;
}
