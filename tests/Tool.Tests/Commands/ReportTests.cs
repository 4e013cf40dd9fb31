using System.Runtime.InteropServices;
using System.Text.Json;
using Fusion.Compiler.Reference;
using Fusion.Tool.Assemblies;
using Fusion.Tool.Report.Values;
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
    public void Gates_and_taps_have_the_values_of_the_reference()
    {
        ToolRun run = ToolRun.Success(
            "report", s_own, "--network", "Reported", "--output", _folder["a.html"], "--seconds", "0.01", "--json");
        JsonElement values = JsonDocument.Parse(run.Out).RootElement.GetProperty("sizes")[0].GetProperty("values");
        Assert.Equal(["Layer1", "layer1.0.se.gate", "layer1.1.se.gate"], values.EnumerateArray().Select(Name));

        DeclaredSize size = NetworkAssembly.Read(s_own, ["Reported"])[0].Sizes[0];
        StateDict weights = NetworkWeights.Initialize(Reported.Description, seed: 1);
        var computed = ReferenceInterpreter.RunAll(size.Graph,
            name => Array.ConvertAll(weights[name].Values.ToArray(), value => (double)value),
            new Dictionary<string, double[]> { ["input"] = Array.ConvertAll(SampleInput.Random.Of(size)[0], value => (double)value) });
        foreach (JsonElement value in values.EnumerateArray())
        {
            int node = size.Graph.Taps.FirstOrDefault(tap => tap.Name == Name(value))?.Node
                ?? size.Graph.Nodes.Single(node => node.Name == Name(value)).Id;
            double[] expected = [.. computed[node].Values];
            Assert.Equal(expected.Min(), value.GetProperty("least").GetDouble(), 1e-5);
            Assert.Equal(expected.Max(), value.GetProperty("largest").GetDouble(), 1e-5);
            Assert.Equal(expected.Average(), value.GetProperty("mean").GetDouble(), 1e-5);
            Assert.Equal(expected.Length, value.GetProperty("histogram").EnumerateArray().Sum(count => count.GetInt32()));
        }

        static string Name(JsonElement value) => value.GetProperty("name").GetString()!;
    }

    /// <summary>An array of NumPy, channels first with a batch of one, and the same channels last in a file of weights.</summary>
    [Fact]
    public void An_input_is_taken_in_either_order()
    {
        float[] last = [.. Enumerable.Range(0, 24 * 24 * 3).Select(i => MathF.Sin(i))];
        float[] first = [.. Enumerable.Range(0, last.Length).Select(i => last[i % (24 * 24) * 3 + i / (24 * 24)])];
        string head = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 24, 24), }\n";
        string array = _folder.Write("photo.npy", [0x93, .. "NUMPY\u0001\0"u8, (byte)head.Length, 0,
            .. System.Text.Encoding.ASCII.GetBytes(head), .. MemoryMarshal.AsBytes(first.AsSpan())]);
        var tensors = new StateDict();
        tensors.Add("input", [24, 24, 3], last);
        tensors.Save(_folder["photo.safetensors"]);
        Assert.Equal(Values(array), Values(_folder["photo.safetensors"]));

        tensors = new StateDict();
        tensors.Add("input", [24, 24, 4], new float[24 * 24 * 4]);
        tensors.Save(_folder["wrong.safetensors"]);
        Assert.Contains("but the network's input 'input' is [16, 16, 3], or [3, 16, 16] channels first", ToolRun.Failure(
            "report", s_own, "--network", "Reported", "--output", _folder["b.html"], "--input", _folder["wrong.safetensors"]));

        string Values(string input)
        {
            ToolRun run = ToolRun.Success("report", s_own, "--network", "Reported", "--output", _folder["a.html"], "--force",
                "--seconds", "0.01", "--json", "--input", input);
            Assert.Contains(Path.GetFileName(input), File.ReadAllText(_folder["a.html"]));
            return JsonDocument.Parse(run.Out).RootElement.GetProperty("sizes")[0].GetProperty("values").GetRawText();
        }
    }

    [BrowserTheory]
    [InlineData(400, true)]
    [InlineData(1600, false)]
    public void Gates_and_taps_are_seen(int width, bool isDark)
    {
        using var browser = new Browser(width, isDark);
        browser.Open(Report("Reported"));
        // Both sizes have a tap with a map and two gates with a row of cells, and all have bars.
        Assert.Equal(2, browser.Evaluate<long>("[...document.querySelectorAll('.card img')].filter(map => map.naturalWidth > 1).length"));
        Assert.Equal(4, browser.Evaluate<long>("document.querySelectorAll('.card .row svg').length"));
        Assert.Equal(4 * 16, browser.Evaluate<long>("document.querySelectorAll('.card .row rect').length"));
        Assert.True(browser.Evaluate<bool>(
            "[...document.querySelectorAll('.card .histogram')].every(bars => bars.querySelectorAll('rect').length > 1)"));
        Assert.True(browser.Evaluate<bool>("[...document.querySelectorAll('.card')].every(card => card.scrollWidth <= card.clientWidth "
            + "&& card.getBoundingClientRect().right <= window.innerWidth)"));
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
