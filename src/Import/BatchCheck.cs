using Fusion.Import.Protocol;

namespace Fusion.Import;

/// <summary>
/// Sees that a network of one sample is right for a batch of several, where the file leaves the first dimension open: the model is
/// imported once more for several samples, which no operation may mix, and must be the same graph.
/// </summary>
internal static class BatchCheck
{
    /// <summary>No dimension of models that there are.</summary>
    private const int Samples = 13;

    /// <returns>Notes on what holds for one sample only, and <see cref="ImportedModel.TakesBatches"/>.</returns>
    /// <exception cref="UnsupportedException">Samples are mixed, and no shape says that there is only one.</exception>
    public static (IReadOnlyList<string> Notes, bool TakesBatches) Require(SampleImport import, ImportOptions options)
    {
        ModelValue[] inputs = [.. import.Model.Graph.Inputs.Where(input => import.Shapes.ContainsKey(input.Name))];
        HashSet<string> open = [.. inputs
            .Where(input => InputShapes.HasOpenBatch(input) && import.Shapes[input.Name] is [1, ..]).Select(input => input.Name)];
        if (open.Count == 0) return ([], false);
        string[] shared = [.. inputs.Select(input => input.Name).Where(name => !open.Contains(name))];
        List<string> notes = [.. shared.Select(name =>
            $"The input '{name}' has no open batch: a batch of several samples takes it once for each of them.")];
        if (Mixed(import, options, open, notes) is { } mixed)
        {
            if (!mixed.IsCertain) notes.Add(mixed.Text);
            else if (!open.All(options.Shapes.ContainsKey)) throw new UnsupportedException(Refusal(mixed.Text, open, import.Shapes));
            else
            {
                notes.Add($"The model works across its first dimension, for which you gave 1: of a batch, each sample is computed alone, "
                    + $"which is not what the model makes of several.{mixed.Text}");
            }
        }

        return (notes, notes.Count == 0);
    }

    private static (string Text, bool IsCertain)? Mixed(
        SampleImport import, ImportOptions options, HashSet<string> open, List<string> notes)
    {
        Graph one = import.Raw(options, 1, []).Graph, several;
        try
        {
            (several, IReadOnlyList<string> interleaved) = import.Raw(options, Samples, open);
            notes.AddRange(interleaved.Select(name => $"The model's result '{name}' has the batch behind other dimensions; "
                + "the network gives the results of a batch sample after sample."));
        }
        catch (UnsupportedException exception) when (exception.Nodes.Any(node => node.IsAcrossBatch))
        {
            return (UnsupportedException.Lines([.. exception.Nodes.Where(node => node.IsAcrossBatch)]), true);
        }
        catch (ImportException exception)
        {
            // Other engines take one sample only, too, or else what they do with several is not known here.
            return ($"The file leaves the first dimension open, but the model holds for one sample only: {Reason(exception)}.", false);
        }

        (Node One, Node Several)[] pairs = [.. one.Nodes.Zip(several.Nodes)];
        int place = Array.FindIndex(pairs, pair => !IsSame(pair.One, pair.Several));
        if (place < 0 && one.Nodes.Count == several.Nodes.Count) return null;
        Node other = place < 0 ? (one.Nodes.Count > several.Nodes.Count ? one : several).Nodes[pairs.Length] : pairs[place].Several;
        return ($"\n  {other.Operation.Kind}: it depends on how many samples there are ({other.Name})", true);
    }

    private static bool IsSame(Node one, Node several) =>
        one.Inputs == several.Inputs && one.Shape == several.Shape && one.Operation.Equals(several.Operation);

    private static string Reason(ImportException exception) => exception is UnsupportedException { Nodes: [var node, ..] }
        ? $"{node.Operator} '{node.Name}': {node.Reason}"
        : exception.Message.TrimEnd('.');

    private static string Refusal(string lines, HashSet<string> open, Dictionary<string, int[]> shapes) =>
        "The model can't be imported for a batch: it works across the first dimension, which the file leaves open, so that the samples "
        + $"of a batch are not independent.{lines}\nGive that dimension a size, for a network that takes all of it at once: "
        + string.Join(" ", open.Order(StringComparer.Ordinal).Select(name => $"--shape {name}={string.Join("x", shapes[name])}"));
}
