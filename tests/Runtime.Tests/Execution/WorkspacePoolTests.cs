using Fusion.Runtime;

namespace Fusion.Tests.Execution;

public sealed unsafe class WorkspacePoolTests
{
    [Fact]
    public void A_workspace_comes_back_to_the_thread_that_returned_it()
    {
        using var pool = new WorkspacePool();
        Workspace workspace = pool.Rent(5000);
        Assert.True(workspace.Bytes >= 5000);
        pool.Return(workspace);
        Assert.Same(workspace, pool.Rent(workspace.Bytes));
        Assert.NotSame(workspace, pool.Rent(workspace.Bytes));
    }

    [Fact]
    public void A_workspace_that_is_too_small_is_freed_not_handed_out()
    {
        using var pool = new WorkspacePool();
        Workspace small = pool.Rent(5000);
        pool.Return(small);
        Workspace large = pool.Rent(small.Bytes + 1);
        Assert.NotSame(small, large);
        Assert.True(large.Bytes > small.Bytes, $"{small.Bytes + 1} bytes were asked for, {large.Bytes} were given.");
        Assert.True(small.Pointer == null);
        pool.Return(large);
        // What is larger than asked for will do.
        Assert.Same(large, pool.Rent(1));
    }

    [Theory]
    [InlineData(LargePages.Never)]
    [InlineData(LargePages.Later)]
    [InlineData(LargePages.AtOnce)]
    public void Workspaces_have_large_pages_where_these_are_asked_for(LargePages largePages)
    {
        using var pool = new WorkspacePool(largePages);
        Workspace workspace = pool.Rent(3 * 1024 * 1024);
        if (largePages != LargePages.Never) Assert.Equal(0, (nint)workspace.Pointer % PageAdvice.Bytes);
        new Span<float>(workspace.Pointer, (int)(workspace.Bytes / sizeof(float))).Fill(1);
        pool.Return(workspace);
    }
}
