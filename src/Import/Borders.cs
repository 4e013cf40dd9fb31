using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Trace;

namespace Fusion.Import;

/// <summary>Inputs and outputs: channels first in the model, last in the network.</summary>
internal static class Borders
{
    /// <param name="hasBatch">Whether the first dimension is the batch's.</param>
    public static Border AddInput(ImportSession session, ModelValue input, int[] dimensions, bool hasBatch)
    {
        Extent[] dims = [.. dimensions.Select((size, i) => i == 0 && hasBatch ? session.Arranger.BatchExtent : Extent.Of(size))];
        bool isLast = session.Options.ChannelsLast;
        int[] order = Order(dims, hasBatch, keepsOnes: true, isLast);
        if (order.Length > 4) order = Order(dims, hasBatch, keepsOnes: false, isLast);
        if (order.Length > 4)
        {
            throw new ImportException(
                $"The input '{input.Name}' has the dimensions {ConstantTensor.Text(dimensions)}; beside the batch there can be "
                + "one to four.");
        }

        string name = session.Unique(Identifier(input.Name, "input"), isInput: true);
        Extent[] axes = order.Length == 0 ? [Extent.One] : [.. order.Select(axis => dims[axis])];
        int node = session.Builder.Input(name, [.. axes.Select(axis => axis.Size)]);
        session.Values[input.Name] = new TracedValue(node, axes, dims);
        return new Border(name, input.Name, dimensions, order, hasBatch) { Type = input.Type };
    }

    public static Border AddOutput(ImportSession session, ModelValue output)
    {
        if (!session.Values.TryGetValue(output.Name, out ImportedValue found))
            throw new ImportException($"The result '{output.Name}' is made by no node.");
        if (found.Traced is not { } value)
            throw new ImportException($"The result '{output.Name}' depends on no input.");
        Factor? batch = session.Arranger.Batch;
        // Where several samples are imported only to see whether they are independent, each is computed wherever the batch stands.
        if (batch is not null && session.IsCheck)
        {
            int place = value.Dims.SelectMany(extent => extent.Factors).ToList().IndexOf(batch);
            if (place > 0) session.Interleaved.Add(output.Name);
            value = value with { Dims = [.. value.Dims.Select(extent => new Extent([.. extent.Factors.Where(each => each != batch)]))] };
        }

        bool hasBatch = batch is not null && value.Dims.Any(extent => extent.Factors.Contains(batch));
        if (batch is not null && !session.IsCheck && (!hasBatch || !value.Dims[0].Is(session.Arranger.BatchExtent)))
        {
            throw new UnsupportedException(
                [new UnsupportedNode("Output", output.Name, new BatchException().Message) { IsAcrossBatch = true }]);
        }

        // As the value lies, where each of its axes is a dimension of the model; else as the model has it, channels last.
        int[] order = [.. value.Axes.Where(axis => axis.Factors.Count > 0).Select(axis => Array.FindIndex([.. value.Dims], axis.Is))];
        int[] full = Order([.. value.Dims], hasBatch, keepsOnes: true);
        if (value.Rank > 2 && full.Length <= 4 && value.Sizes.Skip(2).Any(size => size > 1)
            && full.SelectMany(axis => value.Dims[axis].Factors).SequenceEqual(value.Order)) order = full;
        bool isLast = value.Rank == 3 && value.Order.LastOrDefault() is { } fastest && value.Dims[^1].Factors.Contains(fastest);
        if (order.Contains(-1))
        {
            order = Order([.. value.Dims], hasBatch, keepsOnes: value.Rank > 2, isLast);
            if (order.Length > 4) order = Order([.. value.Dims], hasBatch, keepsOnes: false, isLast);
        }

        if (order.Length > 4)
            throw new ImportException(
                $"The result '{output.Name}' has the dimensions {ConstantTensor.Text(value.Sizes)}; "
                + "beside the batch there can be one to four.");
        string name = session.Unique(Identifier(output.Name, "output"), isInput: false);
        session.Builder.Output(name, session.Arranger.Arrange(value, [.. order.Select(axis => value.Dims[axis])]));
        return new Border(name, output.Name, value.Sizes, order, hasBatch);
    }

    /// <summary>The dimensions behind the batch, channels last where there is a batch or a dimension of the size 1 in its place.</summary>
    private static int[] Order(Extent[] dims, bool hasBatch, bool keepsOnes, bool isLast = false)
    {
        bool first = hasBatch || (dims.Length > 1 && dims[0].Size == 1);
        int[] own = [.. Enumerable.Range(0, dims.Length).Skip(first ? 1 : 0)];
        if (first && own.Length > 1 && !isLast) own = [.. own.Skip(1), own[0]];
        return keepsOnes ? own : [.. own.Where(axis => dims[axis].Size > 1)];
    }

    /// <summary>A name of C# that says the same.</summary>
    private static string Identifier(string name, string fallback)
    {
        string text = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character == '_' ? character : '_'))
            .Trim('_');
        if (text.Length == 0) return fallback;
        return char.IsAsciiDigit(text[0]) ? fallback + text : text;
    }
}
