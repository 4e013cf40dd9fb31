namespace Fusion.Tests.Execution;

public sealed class UseCountTests
{
    [Fact]
    public void Without_users_the_owner_frees()
    {
        var count = new UseCount();
        Assert.True(count.Dispose());
        Assert.False(count.Dispose());
        Assert.False(count.TryEnter());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_last_user_of_a_disposed_object_frees_and_nobody_before(int users)
    {
        var count = new UseCount();
        for (int i = 0; i < users; i++) Assert.True(count.TryEnter());
        Assert.False(count.Dispose());
        Assert.False(count.TryEnter());
        for (int i = 1; i < users; i++) Assert.False(count.Leave());
        Assert.True(count.Leave());
        Assert.False(count.Dispose());
        Assert.False(count.TryEnter());
    }

    [Fact]
    public void Users_of_a_living_object_free_nothing()
    {
        var count = new UseCount();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(count.TryEnter());
            Assert.True(count.TryEnter());
            Assert.False(count.Leave());
            Assert.False(count.Leave());
        }
        Assert.True(count.Dispose());
    }
}
