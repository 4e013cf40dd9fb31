namespace Fusion.Samples.Tests;

/// <summary>Something is said about what takes long, and nothing about the rest.</summary>
public sealed class ProgressTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20), Never = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_quick_is_not_mentioned(bool isTerminal)
    {
        var text = new StringWriter();
        using (var progress = new Progress("working", text, isTerminal, Never)) progress.Report(0.5);
        Assert.Equal("", text.ToString());
    }

    [Fact]
    public void A_terminal_shows_how_far_it_is_in_one_line_that_goes()
    {
        var text = new Watched();
        using (var progress = new Progress("working", text, isTerminal: true, Soon))
        {
            progress.Report(0.25);
            text.WaitFor("working … 25 % (");
            progress.Report(1);
            text.WaitFor("working … 100 % (");
        }

        Assert.DoesNotContain("\n", text.ToString());
        Assert.Matches(@"\r +\r$", text.ToString());
    }

    [Fact]
    public void A_file_gets_lines()
    {
        var text = new Watched();
        using (new Progress("working", text, isTerminal: false, Soon)) text.WaitFor(" s)" + Environment.NewLine);
        Assert.Matches(@"^(working … \(\d+ s\)\r?\n)+$", text.ToString());
    }

    [Fact]
    public void The_result_comes_through() => Assert.Equal(7, Progress.Of("working", () => 7));

    private sealed class Watched : StringWriter
    {
        public override void Write(string? value)
        {
            lock (this) base.Write(value);
        }

        public override void WriteLine(string? value)
        {
            lock (this) base.WriteLine(value);
        }

        public override string ToString()
        {
            lock (this) return base.ToString();
        }

        public void WaitFor(string part) =>
            Assert.True(SpinWait.SpinUntil(() => ToString().Contains(part), TimeSpan.FromSeconds(30)), ToString());
    }
}
