using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Tests.Schedule;

/// <summary>Winograd's filters: each point evaluates the filter's polynomial, divided by its distances from the other points.</summary>
public sealed class WinogradTransformTests
{
    [Fact]
    public void Filter_of_two_results_is_the_usual_one() => Assert.Equal(
        [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1], WinogradTransform.Two.Filter);

    [Fact]
    public void Filter_of_four_results_evaluates_at_its_points()
    {
        double[] points = [0, 0.75, -0.75, 1.5, -1.5];
        var rows = points.Select(point => (Point: point, Scale: 1 / points.Where(other => other != point)
            .Aggregate(1.0, (product, other) => product * (point - other))));
        double[] expected = [.. rows.SelectMany(row => new[] { 1, row.Point, row.Point * row.Point }.Select(power => row.Scale * power)),
            0, 0, 1];
        Assert.Equal(expected.Length, WinogradTransform.Four.Filter.Count);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], WinogradTransform.Four.Filter[i], 14);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 2, 1)]
    [InlineData(5, 3, 2)]
    [InlineData(8, 4, 2)]
    [InlineData(9, 5, 3)]
    public void Tiles_cover_the_results(int results, int two, int four)
    {
        Assert.Equal((two, four), (WinogradTransform.Two.TilesOver(results), WinogradTransform.Four.TilesOver(results)));
        Assert.Equal((4, 16, 6, 36), (WinogradTransform.Two.Points, WinogradTransform.Two.Products,
            WinogradTransform.Four.Points, WinogradTransform.Four.Products));
    }

    [Fact]
    public void Form_is_for_plain_square_convolutions_only()
    {
        string? Form(string layer, string input = "(32, 32, 64)", Arithmetic arithmetic = Arithmetic.Fast)
        {
            Graph graph = Support.GraphNotation.Read($"x = Input {input}\na = Conv x, outputs: 64, {layer}\noutput a");
            var options = new ScheduleOptions(arithmetic, Tuning.None);
            return Support.PlanChecks.Plans(graph, options)[0].Kernels.OfType<WinogradPlan>().SingleOrDefault()?.Transform.ToString();
        }
        Assert.Equal("F(4×4, 3×3)", Form("kernel: 3"));
        Assert.Equal("F(4×4, 3×3)", Form("kernel: 3, padding: 0"));
        Assert.Equal("F(4×4, 3×3)", Form("kernel: (1, 3, 3)", "(1, 32, 32, 64)"));
        Assert.Null(Form("kernel: 3", arithmetic: Arithmetic.Direct));
        Assert.Equal("F(4×4, 3×3)", Form("kernel: (1, 3, 3)", "(2, 32, 32, 64)"));
        Assert.Null(Form("kernel: (1, 3, 3), padding: (1, 1, 1)", "(2, 32, 32, 64)"));
        Assert.Null(Form("kernel: (3, 3, 3)", "(1, 32, 32, 64)"));
        Assert.Null(Form("kernel: 3, stride: (1, 2)"));
        Assert.Null(Form("kernel: 3, stride: 2"));
        Assert.Null(Form("kernel: 3, dilation: (2, 1)"));
        Assert.Null(Form("kernel: 3, groups: 2"));
        Assert.Null(Form("kernel: (3, 2)"));
        Assert.Null(Form("kernel: (2, 3)"));
        Assert.Null(Form("kernel: 5"));
        Assert.Null(Form("kernel: 3", "(32, 32, 56)"));
        Assert.Null(Form("kernel: 3", "(2, 2, 64)"));
    }
}
