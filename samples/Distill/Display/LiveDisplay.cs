using System.Diagnostics;
using Fusion.Samples.Distill.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fusion.Samples.Distill.Display;

/// <summary>A table on a terminal, a line for each training, whose numbers move.</summary>
internal sealed class LiveDisplay(IAnsiConsole console) : IDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<LiveRow> _rows = [];
    private LiveDisplayContext? _context;
    private long _drawn;

    public T While<T>(Func<T> work) => console.Live(Draw()).Start(context =>
    {
        _context = context;
        T result = work();
        Redraw();
        return result;
    });

    public void Begin(TrainingRun run, IReadOnlyList<Epoch> epochs, IReadOnlyList<string> terms)
    {
        _rows.Add(new LiveRow(run, epochs, terms));
        Redraw();
    }

    public void Step(StepProgress progress)
    {
        _rows[^1].Step(progress);
        if (Stopwatch.GetElapsedTime(_drawn) > Pause) Redraw();
    }

    public void EndEpoch(TrainingRun run, Epoch epoch)
    {
        _rows[^1].EndEpoch(epoch);
        Redraw();
    }

    public void End(TrainingRun run)
    {
        _rows[^1].End();
        Redraw();
    }

    private void Redraw()
    {
        _drawn = Stopwatch.GetTimestamp();
        _context?.UpdateTarget(Draw());
    }

    private IRenderable Draw()
    {
        Table table = new Table().RoundedBorder().AddColumns("training", "epochs", "loss", "", "learnt", "test", "left");
        foreach (int number in (int[])[1, 2, 4, 5, 6]) table.Columns[number].RightAligned();
        foreach (LiveRow row in _rows) table.AddRow(row.Cells());
        return _rows is [.., { Terms.Length: > 0 } last] ? new Rows(table, new Spectre.Console.Text(last.Terms)) : table;
    }
}
