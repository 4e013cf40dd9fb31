using Fusion.Tool.Tests.Networks;

namespace Fusion.Tool.Tests.Commands;

/// <summary><c>fusion report</c>, in a real browser where there is one.</summary>
public sealed class ReportTests : IDisposable
{
    private static readonly string s_own = typeof(SmallSe).Assembly.Location;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Reported")]
    [InlineData("Several")]
    [InlineData("Perceptron")]
    public void Every_kernel_is_in_the_page_with_a_time(string name)
    {
        string page = File.ReadAllText(Report(name));
        NetworkInfo info =
            name switch { "Reported" => Reported.Description, "Several" => Several.Description, _ => Perceptron.Description };
        Assert.DoesNotContain("class=\"warning\"", page);
        Assert.DoesNotContain("http", page);
        foreach (string kernel in info.Variants.SelectMany(variant => variant.Kernels))
            Assert.Contains(System.Net.WebUtility.HtmlEncode(kernel), page);
        Assert.DoesNotContain("<td class=\"number\" data-key=\"-1\">", page);
        Assert.Equal(info.Variants.Count, page.Split("<h3>Roofline</h3>").Length - 1);
        Assert.Equal(name == "Reported", page.Contains("<h3>Gates and taps</h3>", StringComparison.Ordinal));
    }

    [BrowserTheory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    [InlineData(1600, false)]
    [InlineData(1600, true)]
    public void The_page_works_at_any_width_in_light_and_dark(int width, bool isDark)
    {
        using var browser = new Browser(width, isDark);
        browser.Open(Report("Reported"));
        Assert.Empty(browser.Console);
        Assert.Equal(width, browser.Evaluate<long>("window.innerWidth"));
        Assert.InRange(browser.Evaluate<long>("document.documentElement.scrollWidth"), 1, width);
        // Text of 9 pixels can be read; smaller can't.
        Assert.InRange(browser.Evaluate<double>(
            "Math.min(...[...document.querySelectorAll('svg text')].map(text => text.getBoundingClientRect().height)) + 0.001"), 9, 40);
        Assert.Equal(isDark, browser.Evaluate<long>("+getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]") < 128);

        const string Table = "document.querySelectorAll('table')[0]";
        string column = $"[...{Table}.tBodies[0].rows].map(row => +row.cells[2].dataset.key)";
        browser.Click("table th:nth-child(3) button");
        Assert.True(browser.Evaluate<bool>($"{column}.every((value, i, all) => i === 0 || all[i - 1] <= value)"));
        Assert.Equal("ascending", browser.Evaluate<string>($"{Table}.tHead.rows[0].cells[2].getAttribute('aria-sort')"));
        browser.Click("table th:nth-child(3) button");
        Assert.True(browser.Evaluate<bool>($"{column}.every((value, i, all) => i === 0 || all[i - 1] >= value)"));
        browser.Click("table th:nth-child(2) button");
        Assert.True(browser.Evaluate<bool>(
            $"[...{Table}.tBodies[0].rows].map(row => row.cells[1].textContent).every((text, i, all) => i === 0 || all[i - " +
            "1].localeCompare(text) <= 0)"));
        Assert.Empty(browser.Console);
    }

    [Fact]
    public void What_cannot_be_reported_is_said()
    {
        Assert.Contains("--network is missing", ToolRun.Failure("report", s_own, "--output", _folder["a.html"]));
        Assert.Contains("there is no folder", ToolRun.Failure("report", s_own, "--output", _folder["none/a.html"]));
        Assert.Contains("There is no file", ToolRun.Failure("report", _folder["none.dll"], "--output", _folder["a.html"]));
        Assert.Empty(_folder.Files);
    }

    private string Report(string name)
    {
        ToolRun.Success("report", s_own, "--network", name, "--output", _folder["report.html"], "--seconds", "0.05");
        return _folder["report.html"];
    }
}
