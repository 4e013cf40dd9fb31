using System.Reflection;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>How parameters are called: as PyTorch's modules call them.</summary>
public class ParameterNameTests
{
    [Theory]
    [InlineData("[Conv(4, 3), Relu] Layer conv;", "conv.weight")]
    [InlineData("[GlobalAveragePool, Dropout, Linear(4)] Layer fc;", "fc.weight")]
    [InlineData("[Conv(4, 3), BatchNorm] Layer conv1;", "conv1.weight bn1.weight")]
    [InlineData("[DepthwiseConv(3), BatchNorm, Relu] Layer dwconv_a;", "dwconv_a.weight dwbn_a.weight")]
    [InlineData("[Conv(4, 3), BatchNorm] Layer stem;", "stem.0.weight stem.1.weight")]
    [InlineData("[Conv(4, 3), Relu, Conv(4, 3)] Layer conv;", "conv.0.weight conv.2.weight")]
    [InlineData("[Conv(4, 3, Name = \"a.b\"), BatchNorm(Name = \"c\")] Layer stem;", "a.b.weight c.weight")]
    [InlineData("[Prefix(\"features.0\"), Conv(4, 3), BatchNorm] Layer conv;", "features.0.0.weight features.0.1.weight")]
    [InlineData("[Prefix(\"\"), Conv(4, 3), BatchNorm] Layer stem;", "0.weight 1.weight")]
    [InlineData("[SqueezeExcite(Channels = 2)] Layer se;", "se.fc1.weight se.fc2.weight")]
    [InlineData("[Conv(4, 3), PRelu] Layer a;", "a.0.weight a.1.weight")]
    [InlineData("[Conv(4, 3, When = \"false\"), BatchNorm, Conv(4, 3)] Layer a;", "a.0.weight a.1.weight")]
    [InlineData("[Block<B>] Layer b;", "b.conv.weight b.x.weight")]
    [InlineData("[Block<B>(Repeat = 1)] Layer b;", "b.0.conv.weight b.0.x.weight")]
    [InlineData("[Block<B>, Block<B>(Repeat = 2)] Layer b;",
        "b.0.conv.weight b.0.x.weight b.1.conv.weight b.1.x.weight b.2.conv.weight b.2.x.weight")]
    [InlineData("[Block<B>(Name = \"\")] Layer b;", "conv.weight x.weight")]
    [InlineData("[Block<B>(Name = \"a\", Repeat = 2)] Layer b;", "a.0.conv.weight a.0.x.weight a.1.conv.weight a.1.x.weight")]
    [InlineData("[Block<B>(Name = \"a{2 * index + 1}\", Repeat = 2)] Layer b;", "a1.conv.weight a1.x.weight a3.conv.weight a3.x.weight")]
    [InlineData("[Block<Absolute>(7)] Layer b;", "conv7.weight")]
    [InlineData("[Block<Outer>] Layer b;", "b.0.weight b.1.inner.conv.weight b.1.inner.x.weight")]
    public void Names_follow_the_declaration(string layer, string expected) => Assert.Equal(
        expected,
        Lowered.Weights(
            $$"""
            [Block] class B { [Conv(4, 3), Relu] Layer conv; [Conv(4, 1)] Layer x; }
            [Block] class Absolute(int number) { [Conv(4, 3, Name = "/conv{number}")] Layer conv; }
            [Block] class Wrap { [Block<B>] Layer inner; }
            [Block] class Outer { [Prefix(""), Conv(4, 3), Block<Wrap>] Layer all; }
            [FusedNetwork(8, 8, 3)] partial class Net { {{layer}} }
            """).Replace('\n', ' '));

    [Theory]
    [InlineData("First = \"conv{n}\", Second = \"gate{n}\"", "se.conv7.weight se.gate7.weight")]
    [InlineData("First = \"/conv{n}\", Second = \"/conv{n + 1}\"", "conv7.weight conv8.weight")]
    [InlineData("Name = \"s{n}\", First = \"\"", "b.s7.weight b.s7.fc2.weight")]
    public void Names_of_inner_layers_are_expanded(string names, string expected) => Assert.Equal(
        expected.Replace(" se.", " b.se.").Replace("se.conv7", "b.se.conv7"),
        Lowered.Weights(
            $$"""
            [Block] class B(int n) { [SqueezeExcite(Reduction = 1, {{names}})] Layer se; }
            [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(7)] Layer b; }
            """).Replace('\n', ' '));

    /// <summary>Every text that an attribute takes, a condition excepted, also of attributes that are still to be written.</summary>
    [Fact]
    public void Every_name_is_a_template()
    {
        var names = new List<string>();
        foreach (Type attribute in typeof(OperationAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(OperationAttribute)) && !type.IsGenericType))
        {
            string arguments = string.Concat(attribute.GetConstructors()[0].GetParameters()
                .Where(parameter => parameter.ParameterType != typeof(string))
                .Select(parameter => parameter.ParameterType.IsEnum ? $"({parameter.ParameterType.FullName})1, " : "1, "));
            foreach (PropertyInfo property in attribute.GetProperties()
                .Where(property => property.PropertyType == typeof(string) && property.Name != "When"))
            {
                string name = attribute.Name[..^"Attribute".Length];
                string type = attribute == typeof(ParameterAttribute) ? "Tensor"
                    : attribute == typeof(JointSqueezeExciteAttribute) ? "Layer<Tensor[]>" : "Layer";
                BlockSpec block = Lowered.Block(
                    $"[Block] class B(int n) {{ [{name}({arguments}{property.Name} = \"a{{n}}\")] {type} a; }}", "B");
                Argument argument = Assert
                    .Single(block.Layers.Single().Operations.Single().Arguments, argument => argument.Name == property.Name);
                Assert.IsType<Template>(argument.Value);
                names.Add($"{name}.{property.Name}");
            }
        }

        Assert.Contains("SqueezeExcite.First", names);
        Assert.Contains("Conv.Name", names);
    }

    [Fact]
    public void Layer_called_twice_has_one_set_of_weights() =>
        Assert.Equal("a.weight",
            Lowered.Weights("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => a(a(x)); }"));
}
