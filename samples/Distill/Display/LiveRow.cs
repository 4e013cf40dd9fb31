using System.Diagnostics;
using Fusion.Samples.Distill.Runs;

namespace Fusion.Samples.Distill.Display;

/// <summary>A training in the table: how far it is, its loss now and how it went, and what is right.</summary>
internal sealed class LiveRow(TrainingRun run, IReadOnlyList<Epoch> epochs, IReadOnlyList<string> terms)
{
    /// <summary>How many losses the curve shows.</summary>
    private const int Width = 24;

    private const double Smoothing = 0.05;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _startShare = (double)epochs.Count / run.Epochs;
    private readonly SortedDictionary<int, double> _curve = [];
    private Epoch? _lastEpoch = epochs.Count > 0 ? epochs[^1] : null;
    private StepProgress? _progress;
    private double _loss = double.NaN;
    private bool _hasEnded;

    /// <summary>The terms of the loss in the last step; empty before the first and after the last.</summary>
    public string Terms => _progress is null || _hasEnded ? "" : string.Join(
        " · ", terms.Select((term, i) => $"{term} {Numbers.Loss(_progress.Terms[i])}"));

    public void Step(StepProgress progress)
    {
        _progress = progress;
        _loss = double.IsNaN(_loss) ? progress.LastLoss : _loss + Smoothing * (progress.LastLoss - _loss);
        _curve[(int)(Width * Math.Min(progress.Share, 0.9999))] = _loss;
    }

    public void EndEpoch(Epoch epoch) => _lastEpoch = epoch;

    public void End() => _hasEnded = true;

    /// <summary>training, epochs, loss, curve, learnt, test, left.</summary>
    public string[] Cells() =>
    [
        run.Title,
        $"{_lastEpoch?.Number ?? 0}/{run.Epochs}",
        double.IsNaN(_loss) ? _lastEpoch is null ? "" : Numbers.Loss(_lastEpoch.Loss) : Numbers.Loss(_loss),
        Curve([.. _curve.Values]),
        _progress is { Done: > 0 } && !_hasEnded ? Numbers.Percent(_progress.Learnt)
            : _lastEpoch is null ? "" : Numbers.Percent(_lastEpoch.Learnt),
        _lastEpoch is null ? "" : Numbers.Percent(_lastEpoch.Tested),
        _hasEnded ? "done" : Left(),
    ];

    private string Left()
    {
        double made = (_progress?.Share ?? _startShare) - _startShare;
        return made <= 0 ? "" : Numbers.Time(Stopwatch.GetElapsedTime(_start).TotalSeconds / made * (1 - made - _startShare));
    }

    private static string Curve(double[] values)
    {
        if (values.Length == 0) return "";
        double least = values.Min(), range = Math.Max(values.Max() - least, 1e-9);
        return string.Concat(values.Select(value => "▁▂▃▄▅▆▇█"[(int)(7 * (value - least) / range)]));
    }
}
