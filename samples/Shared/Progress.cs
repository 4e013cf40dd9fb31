using System.Diagnostics;

namespace Fusion.Samples;

/// <summary>
/// Says on the error stream what takes longer than a second, and how far it is: on a terminal in one line that goes at the end, in a file
/// in a line now and then.
/// </summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _what;
    private readonly TextWriter _writer;
    private readonly bool _isTerminal;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Timer _timer;
    private double _share = double.NaN;
    private int _width;
    private bool _hasEnded;

    public Progress(string what)
        : this(what, Console.Error, !Console.IsErrorRedirected, Patience)
    {
    }

    /// <param name="patience">How long nothing is said.</param>
    public Progress(string what, TextWriter writer, bool isTerminal, TimeSpan patience)
    {
        _what = what;
        _writer = writer;
        _isTerminal = isTerminal;
        _timer = new Timer(_ => Show(), null, patience, isTerminal ? patience / 4 : 10 * patience);
    }

    /// <summary>Does something under a name.</summary>
    public static T Of<T>(string what, Func<T> work) => Of(what, _ => work());

    /// <inheritdoc cref="Of{T}(string, Func{T})"/>
    public static void Of(string what, Action work) => Of(what, _ => { work(); return 0; });

    /// <summary>Does something that knows how far it is.</summary>
    public static T Of<T>(string what, Func<Progress, T> work)
    {
        using var progress = new Progress(what);
        return work(progress);
    }

    /// <summary>How much is done, from 0 to 1.</summary>
    public void Report(double share) => Volatile.Write(ref _share, share);

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _hasEnded = true;
            if (_isTerminal && _width > 0) _writer.Write("\r" + new string(' ', _width) + "\r");
        }
    }

    private void Show()
    {
        lock (_gate)
        {
            if (_hasEnded) return;
            double share = Volatile.Read(ref _share);
            string line =
                $"{_what} …{(double.IsNaN(share) ? "" : $" {100 * share:0} %")} ({Stopwatch.GetElapsedTime(_start).TotalSeconds:0} s)";
            if (!_isTerminal)
            {
                _writer.WriteLine(line);
                return;
            }

            _writer.Write("\r" + line.PadRight(_width));
            _width = Math.Max(_width, line.Length);
        }
    }
}
