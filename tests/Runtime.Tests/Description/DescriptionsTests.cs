using Fusion.Runtime;

namespace Fusion.Tests.Description;

public class DescriptionsTests
{
    [Fact]
    public void Parameters_are_read_back()
    {
        var parameters = Descriptions.Parameters("Weight 27 32x3x3x3 features.0.0.weight\nRunningVariance 0 32 a name\n"
            + string.Concat(Enum.GetNames<ParameterKind>().Select(name => $"{name} 1 1 x\n")));
        Assert.Equal("features.0.0.weight", parameters[0].Name);
        Assert.Equal([32, 3, 3, 3], parameters[0].Dimensions);
        Assert.Equal((ParameterKind.Weight, 27), (parameters[0].Kind, parameters[0].FanIn));
        Assert.Equal(("a name", ParameterKind.RunningVariance, 0), (parameters[1].Name, parameters[1].Kind, parameters[1].FanIn));
        Assert.Equal(Enum.GetValues<ParameterKind>(), parameters.Skip(2).Select(parameter => parameter.Kind));
    }

    [Fact]
    public void No_text_is_no_line()
    {
        Assert.Empty(Descriptions.Parameters(""));
        Assert.Empty(Descriptions.Lines(""));
        Assert.Equal(["a", "", "b"], Descriptions.Lines("a\n\nb\n"));
    }
}
