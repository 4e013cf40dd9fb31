namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>One dimension of an upsampling, as its gradient sees it: which positions of dy were mixed from a position, with what
/// share.</summary>
/// <param name="Name">The variable of the position: <c>line</c> or <c>column</c>.</param>
/// <param name="From">How many positions there were before.</param>
/// <param name="To">How many after.</param>
public sealed record UpsampleAxis(Upsample Enlarge, string Name, int From, int To)
{
    /// <summary>Positions of a longer dimension are computed; a table would be most of the program.</summary>
    private const int LongestTable = 4096;

    private int Scale => To / From;

    public bool HasShares => Scale > 1 && Enlarge.Mode == UpsampleMode.Bilinear;

    /// <summary>No more positions of dy take part in one.</summary>
    public int Most => HasShares ? 4 * Scale : Scale;

    private bool HasTable => To <= LongestTable;

    /// <summary>The share of a position of dy; only where there are shares.</summary>
    public string Share(string position) =>
        HasTable ? $"{Name}Shares[{Name}Start + {position}]" : $"{Name}Share({position}, {Name})";

    /// <summary>Declares, at the beginning of the kernel, what the shares come from.</summary>
    public void Declare(MapWriter map)
    {
        if (!HasShares) return;
        if (!HasTable)
        {
            DeclareFunction(map.Writer);
            return;
        }
        List<(int Position, double Share)>[] takers = [.. Enumerable.Range(0, From).Select(_ => new List<(int, double)>())];
        for (int position = 0; position < To; position++)
        {
            var (first, second, share) = Enlarge.Source(position, From, To);
            takers[first].Add((position, first == second ? 1 : 1 - share));
            if (second != first && share != 0) takers[second].Add((position, share));
        }
        var ranges = new List<int>();
        int start = 0;
        foreach (var near in takers)
        {
            // The shares of a position begin there when its own number is added.
            ranges.AddRange([near[0].Position, near[near.Count - 1].Position + 1, start - near[0].Position]);
            start += near.Count;
        }
        map.Table(Name + "s", $"{map.Plan.Name}_{Name}s", ranges);
        map.Table(Name + "Shares", $"{map.Plan.Name}_{Name}Shares",
            takers.SelectMany(near => near.Select(taker => taker.Share)));
    }

    /// <summary>Prints the range of the positions of dy.</summary>
    public void EmitRange(CodeWriter writer)
    {
        if (!HasShares) writer.Line($"int {Name}From = {KernelText.Times(Name, Scale)}, {Name}To = {Name}From + {Scale};");
        else if (HasTable)
            writer.Line(
                $"int {Name}From = {Name}s[3 * {Name}], {Name}To = {Name}s[3 * {Name} + 1], {Name}Start = {Name}s[3 * {Name} + 2];");
        else
        {
            writer.Line($"int {Name}From = Math.Max(0, ({Name} - 1) * {Scale});");
            writer.Line($"while ({Share(Name + "From")} == 0) {Name}From++;");
            writer.Line($"int {Name}To = {Name}From + 1;");
            writer.Line($"while ({Name}To < {To} && {Share(Name + "To")} != 0) {Name}To++;");
        }
    }

    /// <summary>The same for positions that are known only when the kernel runs.</summary>
    private void DeclareFunction(CodeWriter writer)
    {
        writer.Open($"static float {Name}Share(int position, int of)");
        writer.Line(Enlarge.AlignCorners
            ? $"double source = position * ({From - 1}d / {To - 1}d);"
            : $"double source = Math.Max((position + 0.5) / {Scale} - 0.5, 0);");
        writer.Line($"int left = Math.Min((int)source, {From - 1}), right = Math.Min(left + 1, {From - 1});");
        writer.Line("double share = source - left;");
        writer.Line("return (float)((left == of ? 1 - share : 0) + (right == of ? share : 0));");
        writer.Close();
    }
}
